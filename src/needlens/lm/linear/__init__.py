"""The linear model: hashed n-grams of a text column, tables of weights, sums over clauses."""

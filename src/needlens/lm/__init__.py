"""Language models: the workshop that makes them and the registry that keeps them.

What is loaded from disk is data, never code. Nothing is imported here, so that the
default install can use a model without the libraries that train one.
"""

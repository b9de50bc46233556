"""Knowledge from a language model: why people buy. Generated, filtered, judged, never evidence."""

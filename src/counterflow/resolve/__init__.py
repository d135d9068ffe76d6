"""resolve: statements and mentions become one network of canonical parties."""

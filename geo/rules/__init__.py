"""The rules of the domain: every threshold comes in as a dated, cited parameter set."""

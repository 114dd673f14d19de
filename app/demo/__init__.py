"""The demo community and communities grown for benchmarks: content, loading, growing."""

"""What the benchmarks stand on: servers in processes of their own, load, people, a Bot API."""

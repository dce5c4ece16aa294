"""What Peka says and asks: pure code, no clock, no network, no storage."""

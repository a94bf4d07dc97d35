"""Who drains which shards."""

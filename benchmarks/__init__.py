"""What the commands cost beside a peer that does the same, in the same run: `make bench`."""

"""Words to people outside this process."""

"""Where the facts stand that badges count."""

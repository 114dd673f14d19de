"""Ideas: proposed and voted for by customers, decided in public by product teams."""

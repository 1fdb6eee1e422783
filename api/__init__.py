"""HTTP, the database and the clock: everything that answers a request or runs a job."""

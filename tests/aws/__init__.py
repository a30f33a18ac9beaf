"""Guards the edge to AWS: what an API Gateway event may do, and that Lambda's own runtime runs the entries."""

"""The private PostGIS that starts when no DATABASE_URL is given: one folder, one socket, no port."""

from api.core.cluster.cluster import Cluster, ensure

__all__ = ["Cluster", "ensure"]

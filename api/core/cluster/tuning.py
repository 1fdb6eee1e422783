"""PostgreSQL settings of a private cluster, by the memory of the machine."""

import os

MIB = 2**20


def server_settings(*, fsync: bool) -> dict[str, str]:
    """Return the settings for the server's command line; `fsync=False` only for throw-away clusters."""
    settings = _common() | _memory(_total_memory())
    if not fsync:
        # commits stay synchronous: VACUUM marks no page all-visible before its commits are flushed
        settings |= {"fsync": "off", "full_page_writes": "off"}
    return settings


def _common() -> dict[str, str]:
    return {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "jit": "off",
        "max_parallel_workers_per_gather": "0",
        "random_page_cost": "1.1",
        "max_connections": "100",
        # nothing streams from a private cluster, and COPY into a new partition may then skip the WAL
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "2GB",
        "log_min_messages": "warning",
        "log_line_prefix": "%m [%p] ",
        # an error message quotes values, and values may be names or NIK
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "timezone": "UTC",
    }


def _memory(total: int) -> dict[str, str]:
    shared = min(max(total // 8, 64 * MIB), 1024 * MIB)
    return {
        "shared_buffers": f"{shared // MIB}MB",
        "effective_cache_size": f"{max(total // 2, 256 * MIB) // MIB}MB",
        "maintenance_work_mem": f"{min(max(total // 32, 64 * MIB), 512 * MIB) // MIB}MB",
        "work_mem": "16MB",
    }


def _total_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 1024 * MIB

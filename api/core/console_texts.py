"""The sentences of set-up, start and stop, keyed by code: (Indonesian, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    # settings
    "port_invalid": (
        "KANTONG_PORT harus bilangan bulat antara 1 dan 65535, bukan {value!r}.",
        "KANTONG_PORT must be a whole number between 1 and 65535, not {value!r}.",
    ),
    "count_invalid": (
        "{name} harus bilangan bulat antara {low} dan {high}, bukan {value!r}.",
        "{name} must be a whole number between {low} and {high}, not {value!r}.",
    ),
    "flag_invalid": (
        "{name} harus 0 atau 1, bukan {value!r}.",
        "{name} must be 0 or 1, not {value!r}.",
    ),
    "language_invalid": (
        "KANTONG_BAHASA harus 'id' atau 'en', bukan {value!r}.",
        "KANTONG_BAHASA must be 'id' or 'en', not {value!r}.",
    ),
    "database_url_invalid": (
        "DATABASE_URL harus berbentuk postgresql://pengguna@host/nama_basis_data.",
        "DATABASE_URL must look like postgresql://user@host/database_name.",
    ),
    "database_url_needed": (
        "Perintah ini memerlukan DATABASE_URL (postgresql://pengguna@host/nama_basis_data).",
        "This command needs DATABASE_URL (postgresql://user@host/database_name).",
    ),
    "host_exposed": (
        "KANTONG_HOST={host} membuka layanan ke jaringan; setel KANTONG_TLS_CERT dan KANTONG_TLS_KEY, "
        "atau KANTONG_DI_BELAKANG_PROKSI=1 bila TLS ditangani proksi di depannya.",
        "KANTONG_HOST={host} opens the service to the network; set KANTONG_TLS_CERT and KANTONG_TLS_KEY, "
        "or KANTONG_DI_BELAKANG_PROKSI=1 if a proxy in front of it speaks TLS.",
    ),
    "tls_incomplete": (
        "KANTONG_TLS_CERT dan KANTONG_TLS_KEY harus disetel berdua.",
        "KANTONG_TLS_CERT and KANTONG_TLS_KEY must be set together.",
    ),
    "file_unreadable": (
        "{name}: berkas {path} tidak dapat dibaca.",
        "{name}: the file {path} cannot be read.",
    ),
    "keys_invalid": (
        "Berkas kunci {path} rusak: harus memuat dua kunci base64 masing-masing 32 byte. "
        "Pulihkan dari cadangan; kunci baru tidak dapat membuka data lama.",
        "The key file {path} is damaged: it must hold two base64 keys of 32 bytes each. "
        "Restore it from a backup; a new key cannot open old data.",
    ),
    "keys_unreadable": (
        "Berkas kunci {path} tidak dapat dibaca atau dibuat: {reason}.",
        "The key file {path} cannot be read or made: {reason}.",
    ),
    "keys_exposed": (
        "Berkas kunci {path} dapat dibaca orang lain; jalankan: chmod 600 {path}",
        "The key file {path} can be read by others; run: chmod 600 {path}",
    ),
    # private PostGIS
    "postgis_missing": (
        "PostgreSQL dengan PostGIS tidak ditemukan. Jalankan ./run, pasang postgresql-15-postgis-3, "
        "setel DATABASE_URL, atau pakai docker compose (lihat docs/install.md).",
        "PostgreSQL with PostGIS was not found. Use ./run, install postgresql-15-postgis-3, "
        "set DATABASE_URL, or use docker compose (see docs/install.md).",
    ),
    "postgres_user_missing": (
        "PostgreSQL tidak mau berjalan sebagai root dan pengguna sistem 'postgres' tidak ada; "
        "jalankan sebagai pengguna biasa.",
        "PostgreSQL refuses to run as root and the system user 'postgres' does not exist; "
        "run as an ordinary user.",
    ),
    "wrong_owner": (
        "Folder basis data {path} milik pengguna {owner}, bukan {me}; jalankan sebagai {owner} "
        "atau pilih folder lain dengan KANTONG_DATA.",
        "The database folder {path} belongs to user {owner}, not {me}; run as {owner} "
        "or choose another folder with KANTONG_DATA.",
    ),
    "root_owned": (
        "Folder basis data {path} milik root, padahal PostgreSQL menolak root; "
        "jalankan: chown -R postgres {path}",
        "The database folder {path} belongs to root, but PostgreSQL refuses root; "
        "run: chown -R postgres {path}",
    ),
    "folder_unwritable": (
        "Folder {path} tidak dapat dibuat atau ditulisi: {reason}. Pilih folder lain dengan KANTONG_DATA.",
        "The folder {path} cannot be made or written: {reason}. Choose another folder with KANTONG_DATA.",
    ),
    "not_a_folder": (
        "{path} bukan folder; pilih folder lain dengan KANTONG_DATA.",
        "{path} is not a folder; choose another one with KANTONG_DATA.",
    ),
    "socket_folder_unsafe": (
        "Folder soket {path} sudah ada dan bukan milik kita sendiri; hapus folder itu, lalu coba lagi.",
        "The socket folder {path} exists and is not ours alone; remove it and try again.",
    ),
    "disk_full": (
        "Ruang disk di {path} kurang: tersedia {free_mib} MiB, perlu sedikitnya {need_mib} MiB.",
        "Too little disk space at {path}: {free_mib} MiB free, at least {need_mib} MiB needed.",
    ),
    "major_mismatch": (
        "Basis data di {path} dibuat dengan PostgreSQL {old}, sedangkan yang terpasang {new}. "
        "Pasang PostgreSQL {old}, atau pindahkan datanya seperti ditulis di docs/upgrade.md.",
        "The database in {path} was made by PostgreSQL {old}, but PostgreSQL {new} is installed. "
        "Install PostgreSQL {old}, or move the data as docs/upgrade.md says.",
    ),
    "cluster_damaged": (
        "Folder {path} bukan basis data PostgreSQL yang utuh (PG_VERSION tidak ada); "
        "pindahkan folder itu atau pulihkan dari cadangan.",
        "The folder {path} is not a whole PostgreSQL database (PG_VERSION is missing); "
        "move it away or restore a backup.",
    ),
    "initdb_failed": (
        "PostgreSQL tidak dapat menyiapkan {path}: {reason}",
        "PostgreSQL could not prepare {path}: {reason}",
    ),
    "start_failed": (
        "PostgreSQL tidak mau mulai: {reason} (catatan lengkap: {log})",
        "PostgreSQL did not start: {reason} (full log: {log})",
    ),
    "start_timeout": (
        "PostgreSQL belum siap setelah {seconds} detik (catatan: {log}).",
        "PostgreSQL was not ready after {seconds} seconds (log: {log}).",
    ),
    "lock_timeout": (
        "Proses lain sedang menyiapkan {path} dan belum selesai setelah {seconds} detik.",
        "Another process is preparing {path} and has not finished after {seconds} seconds.",
    ),
    "sql_failed": (
        "PostgreSQL menolak perintah penyiapan: {reason}",
        "PostgreSQL refused a set-up command: {reason}",
    ),
    "database_unreachable": (
        "Basis data tidak dapat dihubungi: {reason}",
        "The database cannot be reached: {reason}",
    ),
    # run and serve
    "port_busy": (
        "Port {port} sedang dipakai program lain; pilih yang lain, misalnya: KANTONG_PORT={other} ./run",
        "Port {port} is in use by another program; choose another, for example: KANTONG_PORT={other} ./run",
    ),
    "port_refused": (
        "Alamat {host}:{port} tidak dapat dipakai: {reason}.",
        "The address {host}:{port} cannot be used: {reason}.",
    ),
    "already_running": (
        "Kantong sudah berjalan di {url}",
        "Kantong is already running at {url}",
    ),
    "already_starting": (
        "Kantong sedang dimulai oleh proses lain pada folder data yang sama.",
        "Kantong is being started by another process on the same data folder.",
    ),
    "cluster_making": ("Menyiapkan basis data PostGIS …", "Preparing the PostGIS database …"),
    "cluster_starting": ("Memulai basis data …", "Starting the database …"),
    "cluster_restarting": (
        "Basis data berhenti mendadak; memulai lagi …",
        "The database stopped unexpectedly; starting it again …",
    ),
    "migrating": ("Memutakhirkan skema …", "Upgrading the schema …"),
    "reference_loading": ("Memeriksa data rujukan …", "Checking the reference data …"),
    "demo_loading": ("Memeriksa data contoh …", "Checking the demo data …"),
    "web_starting": ("Memulai layanan web …", "Starting the web service …"),
    "web_failed": (
        "Layanan web berhenti sendiri (kode {code}); lihat pesan di atas.",
        "The web service ended by itself (code {code}); see the messages above.",
    ),
    "web_slow": (
        "Layanan web belum siap setelah {seconds} detik.",
        "The web service was not ready after {seconds} seconds.",
    ),
    "web_restarting": (
        "Satu proses web berhenti (kode {code}); memulai lagi …",
        "A web process ended (code {code}); starting it again …",
    ),
    "running": ("Kantong berjalan di {url}", "Kantong is running at {url}"),
    "presenter": (
        "Tautan presenter (sekali pakai): {link}",
        "Presenter link (works once): {link}",
    ),
    "how_to_stop": ("Tekan Ctrl-C untuk berhenti.", "Press Ctrl-C to stop."),
    "stopping": ("Menghentikan Kantong …", "Stopping Kantong …"),
    "stopped": ("Kantong berhenti.", "Kantong has stopped."),
    "upgraded": ("Skema basis data mutakhir.", "The database schema is up to date."),
    "interrupted": ("Dihentikan.", "Interrupted."),
    # worker
    "worker_running": ("Pekerja pemeliharaan berjalan.", "The maintenance worker is running."),
    "worker_round": (
        "Pemeliharaan: {sessions} sesi dan {links} tautan kedaluwarsa dihapus, {tables} tabel dianalisis.",
        "Maintenance: {sessions} sessions and {links} expired links removed, {tables} tables analysed.",
    ),
    "worker_waiting": (
        "Basis data belum siap; dicoba lagi sebentar.",
        "The database is not ready; trying again shortly.",
    ),
    "postgis_not_in_database": (
        "Basis data ini tidak memiliki PostGIS; minta pengelolanya menjalankan: CREATE EXTENSION postgis",
        "This database has no PostGIS; ask its administrator to run: CREATE EXTENSION postgis",
    ),
    "database_not_prepared": (
        "Basis data belum disiapkan; jalankan lebih dahulu: kantong db prepare",
        "The database has not been prepared; first run: kantong db prepare",
    ),
    "database_refused": (
        "Basis data menolak (SQLSTATE {state}); tidak ada yang berubah.",
        "The database refused (SQLSTATE {state}); nothing has changed.",
    ),
    # backup
    "backup_written": (
        "Cadangan ditulis: {file} ({mib} MiB). Simpan juga berkas kunci; tanpanya NIK tidak dapat dibuka.",
        "Backup written: {file} ({mib} MiB). Keep the key file too; without it no NIK can be opened.",
    ),
    "backup_exists": (
        "Berkas {file} sudah ada; pilih nama lain.",
        "The file {file} exists; choose another name.",
    ),
    "backup_failed": ("Cadangan gagal: {reason}", "The backup failed: {reason}"),
    "backup_unreadable": (
        "{file} bukan cadangan Kantong yang utuh.",
        "{file} is not a whole backup of Kantong.",
    ),
    "backup_not_empty": (
        "Basis data sudah berisi; pulihkan ke folder data baru (KANTONG_DATA) atau basis data kosong.",
        "The database is not empty; restore into a new data folder (KANTONG_DATA) or an empty database.",
    ),
    "backup_restored": ("Cadangan {file} dipulihkan.", "The backup {file} has been restored."),
    # the words of the command line
    "cli_about": (
        "Peta kemiskinan, kawasan kumuh, air minum dan sanitasi Kalimantan Timur.",
        "The map of poverty, slums, drinking water and sanitation of Kalimantan Timur.",
    ),
    "cli_command": ("PERINTAH", "COMMAND"),
    "cli_commands": ("perintah", "commands"),
    "cli_positionals": ("argumen", "arguments"),
    "cli_options": ("pilihan", "options"),
    "cli_help": ("tampilkan bantuan ini", "show this help"),
    "cli_usage": ("Perintah tidak lengkap atau salah: {message}", "Wrong or incomplete command: {message}"),
    "cli_run": (
        "jalankan semuanya di komputer ini dan sebutkan alamatnya",
        "start everything on this machine and say where it is",
    ),
    "cli_serve": (
        "jalankan layanan web saja, pada basis data DATABASE_URL",
        "run the web service alone, on the database of DATABASE_URL",
    ),
    "cli_worker": ("jalankan pekerja pemeliharaan berkala", "run the periodic maintenance worker"),
    "cli_db": ("urus basis data", "look after the database"),
    "cli_db_prepare": (
        "skema, data rujukan, dan data contoh (kecuali KANTONG_DEMO=0)",
        "schema, reference data, and demo data (unless KANTONG_DEMO=0)",
    ),
    "cli_db_backup": ("tulis cadangan basis data ke berkas", "write a backup of the database to a file"),
    "cli_db_backup_file": ("berkas baru, misalnya kantong.dump", "a new file, for example kantong.dump"),
    "cli_db_restore": ("isi basis data kosong dari cadangan", "fill an empty database from a backup"),
    "cli_db_restore_file": ("berkas dari `db backup`", "a file from `db backup`"),
    "cli_db_upgrade": ("mutakhirkan skema dan hak akses", "bring schema and privileges up to date"),
}

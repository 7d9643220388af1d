/** The role that the service works as: it may do all that the service does, and only append to the log. The first migration makes it. */
export const SERVICE_ROLE = 'aftaledeling_service';

/** Run on each new connection: takes the role where it exists and may be taken, and else stays who it is. */
export const TAKE_ROLE = `select set_config('role', rolname, false) from pg_roles where rolname = '${SERVICE_ROLE}' and pg_has_role(rolname, 'MEMBER')`;

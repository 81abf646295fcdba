import { cases, family, named, precise } from './kind.ts';

/** A link to a mail address has none: where the gate finds one in `://a@b` it writes it as code, `mailto:a@b`. */
const PASSWORD = '(?!`?mailto:)[^\\s:@/?#<>"]{0,100}:(?<secret>[^\\s@/<>"]{3,300})(?=@)';

/** The password of an address with one of these schemes. */
function address(name: string, schemes: readonly string[]): ReturnType<typeof precise> {
  const anchors = schemes.map((scheme) => `${scheme}://`);
  const expression = new RegExp(
    `(?:${schemes.map((scheme) => scheme.replace('+', '\\+')).join('|')})://${PASSWORD}`,
    'y',
  );
  const examples = anchors.map((anchor) => `${anchor}app:{base62:16}@db.example.com:5432/x`);
  return { name, confidence: 'named', anchors, expression, examples };
}

/** Addresses with passwords, and tokens of hosted databases. */
export const databases = family('databases', [
  address('postgres-url', ['postgres', 'postgresql', 'cockroachdb', 'redshift', 'timescaledb']),
  address('mysql-url', ['mysql', 'mysql2', 'mariadb']),
  address('mongodb-url', ['mongodb', 'mongodb+srv']),
  address('redis-url', ['redis', 'rediss', 'valkey']),
  address('amqp-url', ['amqp', 'amqps', 'nats', 'stomp', 'mqtt', 'mqtts', 'kafka']),
  address('sql-server-url', ['mssql', 'sqlserver', 'oracle', 'snowflake', 'clickhouse', 'vertica']),
  address('graph-url', ['neo4j', 'bolt', 'couchbase', 'couchbases', 'influxdb', 'elasticsearch']),
  address('mail-url', ['smtp', 'smtps', 'imap', 'imaps', 'ldap', 'ldaps']),
  address('file-server-url', ['ftp', 'ftps', 'sftp', 'ssh', 'smb']),
  // Every other scheme: clone addresses, proxies.
  {
    ...address('url-password', ['']),
    anchors: ['://'],
    examples: ['https://x-access-token:{base62:30}@github.com/o/r', 'http://proxy:{base62:12}@10.0.0.1:3128'],
  },
  precise(
    'sql-connection-password',
    ['Password=', 'password=', 'PWD=', 'Pwd=', 'pwd='],
    /(?:[Pp]assword|PWD|[Pp]wd)=(?<secret>[^\s;"'<>{}$&]{6,100})(?=;)/y,
    ['Server=db;User Id=sa;Password={base62:20};Encrypt=true', 'Driver=x;Uid=sa;Pwd={base62:20};'],
  ),
  {
    ...precise(
      'query-password',
      ['?password=', '&password=', ';password=', '?pwd=', '&pwd=', ';pwd='],
      /[?&;](?:password|pwd)=(?<secret>[^\s;&"'<>${}*]{6,100})/y,
      ['jdbc:mysql://db:3306/x?user=a&password={base62:20}'],
    ),
    confidence: 'named',
  },
  precise('planetscale-token', ['pscale_tkn_'], /pscale_tkn_[\w=.-]{32,64}/y, ['pscale_tkn_{base64url:43}']),
  precise('planetscale-password', ['pscale_pw_'], /pscale_pw_[\w=.-]{32,64}/y, ['pscale_pw_{base64url:43}']),
  precise('planetscale-oauth-token', ['pscale_oauth_'], /pscale_oauth_[\w=.-]{32,64}/y, [
    'pscale_oauth_{base64url:43}',
  ]),
  precise('supabase-token', ['sbp_'], /sbp_[a-z0-9_-]{40}/y, ['sbp_{hex:40}'], { edge: true }),
  precise('supabase-secret-key', ['sb_secret_'], /sb_secret_[\w-]{30,60}/y, [
    'sb_secret_{base64url:22}_{base64url:8}',
  ]),
  precise('neon-key', ['napi_'], /napi_[A-Za-z0-9]{60,70}/y, ['napi_{base36:64}'], { edge: true }),
  precise(
    'neon-password',
    ['npg_'],
    /npg_[A-Za-z0-9]{12,32}(?![\w-])/y,
    ['npg_{base62:12}', 'npg_{base62:16}'],
    { edge: true },
  ),
  precise('xata-key', ['xau_'], /xau_[A-Za-z0-9]{40,60}/y, ['xau_{base62:40}'], { edge: true }),
  precise('cockroach-key', ['CCDB1_'], /CCDB1_[A-Za-z0-9]{22}_[A-Za-z0-9]{40}/y, [
    'CCDB1_{base62:22}_{base62:40}',
  ]),
  precise('clickhouse-secret', ['4b1d'], /4b1d[A-Za-z0-9]{38}(?![\w-])/y, ['4b1d{base62:38}'], {
    edge: true,
  }),
  precise('mongodb-atlas-secret', ['mdb_sa_sk_'], /mdb_sa_sk_[\w-]{40}/y, ['mdb_sa_sk_{base64url:40}']),
  precise(
    'databricks-token',
    ['dapi'],
    /dapi[0-9a-f]{32}(?:-\d{1,2})?/y,
    ['dapi{hex:32}', 'dapi{hex:32}-2'],
    { edge: true },
  ),
  precise('databricks-oauth-secret', ['dose'], /dose[0-9a-f]{32}(?![A-Za-z0-9])/y, ['dose{hex:32}'], {
    edge: true,
  }),
  precise('elastic-cloud-key', ['essu_'], /essu_[\w+/-]{60,200}={0,2}/y, ['essu_{base64:100}']),
  precise('astra-token', ['AstraCS:'], /AstraCS:[A-Za-z0-9]{20,40}:[0-9a-f]{64}/y, [
    'AstraCS:{base62:24}:{hex:64}',
  ]),
  precise(
    'dbt-token',
    ['dbtc_', 'dbtu_'],
    /dbt[cu]_[\w+/=-]{30,60}/y,
    ['dbtc_{base62:40}', 'dbtu_{base62:40}'],
    { edge: true },
  ),
  precise(
    'prisma-url-key',
    ['accelerate.prisma-data.net', 'prisma+postgres://'],
    /[\w:/.+-]{10,60}\?api_key=(?<secret>[\w.-]{20,2000})/y,
    ['prisma://accelerate.prisma-data.net/?api_key={base64url:100}'],
  ),
  named(
    'influx-token',
    ['INFLUX_TOKEN', 'INFLUXDB_TOKEN', 'influx_token', 'influxdb_token'],
    '[\\w-]{86}==',
    ['INFLUX_TOKEN={base64url:86}=='],
  ),
  named('upstash-token', cases('upstash'), '[A-Za-z0-9+/_-]{40,120}={0,2}', [
    'UPSTASH_REDIS_REST_TOKEN=AX{base62:54}==',
  ]),
  named('algolia-key', cases('algolia'), '[0-9a-f]{32}', [
    'ALGOLIA_ADMIN_KEY={hex:32}',
    'X-Algolia-API-Key: {hex:32}',
  ]),
  named('meilisearch-key', cases('meili_master', 'meilisearch'), '[\\w-]{16,64}', [
    'MEILI_MASTER_KEY={base62:43}',
  ]),
  named('confluent-secret', cases('confluent'), '[A-Za-z0-9+/]{64}', [
    'CONFLUENT_CLOUD_API_SECRET={base64:64}',
  ]),
  named(
    'pgpass-password',
    ['PGPASSWORD', 'MYSQL_PWD', 'REDISCLI_AUTH', 'MYSQL_ROOT_PASSWORD', 'POSTGRES_PASSWORD'],
    '[^\\s"\'$;{}<>]{6,100}',
    ['PGPASSWORD={base62:16}', 'POSTGRES_PASSWORD: {base62:16}'],
  ),
]);

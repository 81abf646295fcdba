/** Where things lie inside the cage; the same for every run, so that argv and settings are constants. */
export const cagePaths = {
  claude: '/opt/claude',
  workspace: '/workspace',
  home: '/home/agent',
  settings: '/etc/agent/settings.json',
  mcpConfig: '/etc/agent/mcp.json',
  systemPrompt: '/etc/agent/system-prompt.md',
  gitConfig: '/etc/agent/gitconfig',
  socketFolder: '/run/agent',
  socket: '/run/agent/api.sock',
  egressSocket: '/run/agent/egress.sock',
} as const;

/** Where the configuration lies in a repository; read from the default branch only. */
export const configPath = '.github/dispatch.yml';

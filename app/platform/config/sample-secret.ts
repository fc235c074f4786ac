/** The secret that development tokens are signed with. It is public, so production refuses it. */
export const sampleJwtSecret = 'development-only-secret-change-me-in-production';

/** The key that development seals stored secrets with, base64 of 32 bytes. It is public, so production refuses it. */
export const sampleSecretsKey = 'ZGV2ZWxvcG1lbnQtb25seS1zZWNyZXRzLWtleS0zMmI=';

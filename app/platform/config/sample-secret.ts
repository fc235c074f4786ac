/** The secret that development tokens are signed with. It is public, so production refuses it. */
export const sampleJwtSecret = 'development-only-secret-change-me-in-production';

-- The words of lines, for the search of the list; the expression is that of line-search.sql.ts. PostgreSQL's parser would
-- read `AC4/32` as the name of a file, so separators become blanks first. In a migration of its own: while the index is
-- built writes of lines wait, but reads go on.
CREATE INDEX "invoice_line_words_idx" ON "invoice_line" USING GIN (to_tsvector('simple', TRANSLATE("description", '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~„”“‘’‚«»–—…×°·• ', '                                                ')));

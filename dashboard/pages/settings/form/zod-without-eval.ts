import { z } from 'zod'

// zod makes parsers of text where it may. Here it may not (Content-Security-Policy), and each try would be reported as a breach.
z.config({ jitless: true })

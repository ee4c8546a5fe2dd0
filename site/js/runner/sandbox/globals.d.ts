/** The lock file that Pyodide wants, with no packages in it; py/sitebuild/runtime.py fills it in. */
declare const PYODIDE_LOCK: string;

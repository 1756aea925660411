namespace Workflow.Cli;

/// <summary>How the process ends, for scripts; docs/cli.md tells the same. <c>workflow jq</c> has the codes of
/// jq.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The run failed or was cancelled, or the API answered something that it should not.</summary>
    public const int Failed = 1;

    /// <summary>The command line, the input, or the definition is wrong.</summary>
    public const int Usage = 2;

    /// <summary>There is nothing of that id or name, at least not for this caller.</summary>
    public const int NotFound = 3;

    /// <summary>It is not in the status for this, or somebody else was faster.</summary>
    public const int Conflict = 4;

    /// <summary>The API cannot be reached, is not ready, or takes no more at present: later it may.</summary>
    public const int Unreachable = 5;

    /// <summary>The token is missing, does not count, or may not do this.</summary>
    public const int NotAllowed = 6;

    /// <summary>The time of <c>--timeout</c> was over first.</summary>
    public const int Timeout = 124;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>Of an HTTP status that refuses.</summary>
    public static int Of(int status) => status switch
    {
        401 or 403 => NotAllowed,
        404 or 410 => NotFound,
        409 or 412 => Conflict,
        408 or 429 or 502 or 503 or 504 => Unreachable,
        >= 400 and < 500 => Usage,
        _ => Failed,
    };
}

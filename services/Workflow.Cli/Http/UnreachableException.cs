namespace Workflow.Cli.Http;

/// <summary>The API is not there just now; the same call may succeed later.</summary>
internal sealed class UnreachableException(string message, Exception? inner = null)
    : ApiException(message, inner: inner);

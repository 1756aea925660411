namespace Workflow.Definitions.Documents;

/// <summary>JSON pointers as of RFC 6901.</summary>
internal static class JsonPointer
{
    public static string Escape(string name) => name.AsSpan().ContainsAny('~', '/')
        ? name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
        : name;
}

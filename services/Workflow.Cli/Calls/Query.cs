using System.Globalization;

namespace Workflow.Cli.Calls;

/// <summary>Addresses of routes.</summary>
internal static class Query
{
    /// <summary>A path with those parameters that have a value.</summary>
    public static string Of(string path, params IEnumerable<(string Name, object? Value)> parameters)
    {
        var given = parameters.Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Part(Text(parameter.Value!))}");
        var query = string.Join('&', given);
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    /// <summary>A name or id as one part of a path.</summary>
    public static string Part(string text) => Uri.EscapeDataString(text);

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}

using Npgsql;

namespace Workflow.Database.Schema;

/// <summary>Reads <c>DATABASE_URL</c>: <c>postgresql://user:password@host:port/database?option=value</c>, or Npgsql's
/// own form.</summary>
public static class DatabaseUrl
{
    /// <exception cref="FormatException">The text is neither form; the message says what is missing.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            try
            {
                return new NpgsqlConnectionStringBuilder(text);
            }
            catch (ArgumentException error)
            {
                throw new FormatException($"DATABASE_URL is no connection string: {error.Message}", error);
            }
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("postgresql" or "postgres"))
        {
            throw new FormatException("DATABASE_URL must look like postgresql://user:password@host:5432/database.");
        }

        var user = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : 5432,
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
        };
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            AddOption(builder, parts[0], parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        }

        return builder;
    }

    private static void AddOption(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        try
        {
            builder[name == "sslmode" ? "SSL Mode" : name] = value;
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"DATABASE_URL: option '{name}={value}' is not known: {error.Message}", error);
        }
    }
}

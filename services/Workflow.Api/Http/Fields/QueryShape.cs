using System.Diagnostics.CodeAnalysis;

namespace Workflow.Api.Http.Fields;

/// <summary>The parameters that a query may have. A misspelt one is refused rather than ignored: the answer would be
/// about something else than was asked.</summary>
public sealed class QueryShape(params Field[] fields)
{
    /// <summary>Read by the middleware of every route.</summary>
    public const string AccessToken = "access_token";

    public IReadOnlyList<Field> Fields => fields;

    public bool TryRead(IQueryCollection query, FieldValues values, [NotNullWhen(false)] out Problem? problem)
    {
        problem = Read(query, values);
        return problem is null;
    }

    private Problem? Read(IQueryCollection query, FieldValues values)
    {
        foreach (var (name, texts) in query)
        {
            if (Array.Find(fields, field => field.Name == name) is not { } field)
            {
                if (name != AccessToken)
                {
                    return Problems.InvalidParameter(
                        name, texts.ToString(), $"It is not known here; known are {Known()}.");
                }
            }
            else if (texts.Count != 1 || field.ReadText(texts.ToString()) is not { } value)
            {
                return Problems.InvalidParameter(name, texts.ToString(), $"Give {field.Expected}.");
            }
            else
            {
                values.Set(field, value);
            }
        }

        return Array.Find(fields, field => field.IsRequired && !values.Has(field)) is { } missing
            ? Problems.InvalidParameter(missing.Name, "", $"Give {missing.Expected}.")
            : null;
    }

    private string Known() => fields.Length == 0 ? "none" : string.Join(", ", fields.Select(field => field.Name));
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Workflow.IntegrationTests.Contract;

/// <summary>Checks JSON against the part of JSON Schema that the API's document uses. A keyword that it does not know
/// is a finding, so that nothing passes unchecked. Members that a schema does not name are findings too.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    private static readonly string[] Remarks = ["description", "example", "default", "title"];

    private readonly List<string> _findings = [];

    /// <returns>What is wrong, each with its place; none when the value is as described.</returns>
    public static IReadOnlyList<string> Of(JsonElement value, JsonElement schema, JsonElement document)
    {
        var check = new SchemaCheck(document);
        check.Check(value, schema, "");
        return check._findings;
    }

    private void Check(JsonElement value, JsonElement schema, string place)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            CheckMembers(value, schema, place);
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            var rule = keyword.Value;
            switch (keyword.Name)
            {
                case "$ref":
                    Check(value, Resolve(rule.GetString()!), place);
                    break;
                case "oneOf":
                    CheckOneOf(value, rule, place);
                    break;
                case "type":
                    Expect(IsOf(value, rule), place, $"is {Kind(value)}, not {rule}");
                    break;
                case "enum":
                    var isListed = rule.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value));
                    Expect(isListed, place, $"is not one of {rule}");
                    break;
                case "items":
                    CheckItems(value, rule, place);
                    break;
                default:
                    CheckScalar(value, keyword.Name, rule, place);
                    break;
            }
        }
    }

    private void CheckScalar(JsonElement value, string keyword, JsonElement rule, string place)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var isNumber = value.ValueKind == JsonValueKind.Number;
        switch (keyword)
        {
            case "format":
                CheckFormat(value, rule.GetString()!, place);
                break;
            case "maxLength":
                Expect(text is null || text.Length <= rule.GetInt32(), place, $"is longer than {rule}");
                break;
            case "pattern":
                Expect(text is null || Regex.IsMatch(text, rule.GetString()!), place, $"is not like {rule}");
                break;
            case "minimum":
                Expect(!isNumber || value.GetDecimal() >= rule.GetDecimal(), place, $"is less than {rule}");
                break;
            case "maximum":
                Expect(!isNumber || value.GetDecimal() <= rule.GetDecimal(), place, $"is more than {rule}");
                break;
            case "properties" or "required" or "additionalProperties":
                break;
            default:
                Expect(Remarks.Contains(keyword), place, $"has a schema with {keyword}, which is not known here");
                break;
        }
    }

    /// <summary>Of an object: its named members, those that have no name in the schema, and those that must be
    /// there.</summary>
    private void CheckMembers(JsonElement value, JsonElement schema, string place)
    {
        var named = schema.TryGetProperty("properties", out var properties) ? properties : default;
        var others = schema.TryGetProperty("additionalProperties", out var rule) ? rule : default;
        foreach (var member in value.EnumerateObject())
        {
            var inner = $"{place}/{member.Name}";
            if (named.ValueKind == JsonValueKind.Object && named.TryGetProperty(member.Name, out var own))
            {
                Check(member.Value, own, inner);
            }
            else if (others.ValueKind == JsonValueKind.Object)
            {
                Check(member.Value, others, inner);
            }
            else
            {
                var mayBe = named.ValueKind == JsonValueKind.Undefined || others.ValueKind == JsonValueKind.True;
                Expect(mayBe, inner, "is not described");
            }
        }

        foreach (var name in schema.TryGetProperty("required", out var required) ? [.. required.EnumerateArray()]
            : Array.Empty<JsonElement>())
        {
            Expect(value.TryGetProperty(name.GetString()!, out _), $"{place}/{name}", "is missing");
        }
    }

    private void CheckOneOf(JsonElement value, JsonElement options, string place)
    {
        var misfits = options.EnumerateArray().Select(one => Of(value, one, document)).ToList();
        var fitting = misfits.Count(findings => findings.Count == 0);
        var reasons = fitting > 0 ? "" : string.Join("; ", misfits.SelectMany(findings => findings));
        Expect(fitting == 1, place, $"fits {fitting} of the schemas it may be one of: {reasons}");
    }

    private void CheckItems(JsonElement value, JsonElement rule, string place)
    {
        var index = 0;
        foreach (var item in value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()]
            : Array.Empty<JsonElement>())
        {
            Check(item, rule, $"{place}/{index++}");
        }
    }

    private void CheckFormat(JsonElement value, string format, string place)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        Expect(format switch
        {
            "uuid" => text is null || Guid.TryParseExact(text, "D", out _),
            "date-time" => text is null
                || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "int32" => value.ValueKind != JsonValueKind.Number || value.TryGetInt32(out _),
            "int64" => value.ValueKind != JsonValueKind.Number || value.TryGetInt64(out _),
            "double" => value.ValueKind is JsonValueKind.Number or JsonValueKind.Null,
            _ => false,
        }, place, $"is no {format}");
    }

    private static bool IsOf(JsonElement value, JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(one => IsOf(value, one))
        : Kind(value) == type.GetString() || (Kind(value) == "integer" && type.GetString() == "number");

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        _ => value.TryGetInt64(out _) ? "integer" : "number",
    };

    private JsonElement Resolve(string reference) => reference.TrimStart('#', '/').Split('/')
        .Aggregate(document, (element, name) => element.GetProperty(name));

    private void Expect(bool holds, string place, string otherwise)
    {
        if (!holds)
        {
            _findings.Add($"{(place.Length == 0 ? "the body" : place)} {otherwise}");
        }
    }
}

using System.Globalization;
using Workflow.Definitions.Documents;
using Workflow.Schemas;

namespace Workflow.Definitions.Reading.Values;

/// <summary>Reads a <c>schema</c>: JSON Schema, written out below <c>document</c>, or fetched from a <c>resource</c>
/// and put there.</summary>
internal static class SchemaReader
{
    private const string Format = "json";

    public static JsonSchema? Read(ReadContext context, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, Shapes.Schema) is not { } schema)
        {
            return null;
        }

        var format = ScalarReader.Text(context, schema["format"]);
        if (format is not null && format != Format && !format.StartsWith(Format + ":", StringComparison.Ordinal))
        {
            context.Add(schema["format"]!, $"{Quote.Of(format)} is not supported; schemas are JSON Schema.", Format);
        }

        var resource = schema["resource"];
        var request = ResourceReader.Read(context, resource);
        if (schema["document"] is not { } document)
        {
            if (resource is null)
            {
                schema.Require("document", "a JSON Schema");
            }
            else if (request is not null)
            {
                var origin = schema.Node.Origin;
                ResourceReader.Need(
                    context, resource, "The schema", request, "write it out below `document`", origin,
                    found => found.PinTo(origin, "document", resource.Place));
            }

            return null;
        }

        var (read, faults) = JsonSchema.Read(TemplateReader.Literal(document));
        foreach (var fault in faults)
        {
            var place = Find(document, fault.Pointer);
            context.Add(place, $"The schema's {Quote.Of(place.Name ?? "item")} {fault.Message}.", fault.Expected);
        }

        return read;
    }

    private static LocatedNode Find(LocatedNode document, string pointer)
    {
        var place = document;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var next = place.Kind == NodeKind.Array
                ? place.Children.ElementAtOrDefault(int.Parse(name, CultureInfo.InvariantCulture))
                : place.Find(name);
            if (next is null)
            {
                break;
            }

            place = next;
        }

        return place;
    }
}

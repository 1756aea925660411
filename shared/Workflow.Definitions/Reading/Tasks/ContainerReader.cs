using System.Globalization;
using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads what a <c>run: container</c> says of its container.</summary>
internal static class ContainerReader
{
    private const int PortMax = 65_535;

    private const string ReadOnly = ":ro";

    private static readonly Dictionary<string, string> Pulls = new()
    {
        ["ifNotPresent"] = "missing",
        ["always"] = "always",
        ["never"] = "never",
    };

    private static readonly Dictionary<string, ContainerCleanup> Cleanups = new()
    {
        ["always"] = ContainerCleanup.Always,
        ["never"] = ContainerCleanup.Never,
        ["eventually"] = ContainerCleanup.Eventually,
    };

    public static ContainerProcess? Read(ReadContext context, ObjectView process, Variables variables)
    {
        var image = ProcessReader.Text(context, process.Require("image", "the name of an image"), variables);
        var name = ProcessReader.Text(context, process["name"], variables);
        var command = ProcessReader.Text(context, process["command"], variables);
        var pull = ProcessReader.Word(context, process["pullPolicy"], Pulls, "missing");
        var lifetime = ObjectView.Open(context, process["lifetime"], ProcessShapes.Lifetime);
        var cleanup = ProcessReader.Word(context, lifetime?["cleanup"], Cleanups, ContainerCleanup.Always);
        var after = lifetime is { } life && cleanup == ContainerCleanup.Eventually
            ? DurationReader.Read(context, life.Require("after", "how long after its end it is removed"), variables)
            : null;
        var volumes = ReadVolumes(context, process["volumes"]);
        var ports = ReadPorts(context, process["ports"]);
        return image is null ? null : new ContainerProcess(image, name, command, pull)
        {
            Cleanup = cleanup,
            CleanupAfter = after,
            Volumes = volumes,
            Ports = ports,
        };
    }

    private static List<KeyValuePair<string, string>> ReadVolumes(ReadContext context, LocatedNode? node)
    {
        const string Expected = "an absolute path within the container, such as `/data`, or `/data:ro` to read only";
        var volumes = new List<KeyValuePair<string, string>>();
        foreach (var member in MembersOf(context, node, "an object of folders and paths within the container"))
        {
            if (member.Name is not { Length: > 0 } source || source.IndexOfAny([':', ',']) >= 0)
            {
                context.AddAtName(
                    member, "A volume is a folder of the machine or a volume of the engine, without `:`.");
            }
            else if (ScalarReader.Text(context, member, Expected) is { } target)
            {
                var path = target.EndsWith(ReadOnly, StringComparison.Ordinal) ? target[..^ReadOnly.Length] : target;
                if (!path.StartsWith('/') || path.Contains(':', StringComparison.Ordinal))
                {
                    context.AddWrongKind(member, Expected);
                }

                volumes.Add(KeyValuePair.Create(source, target));
            }
        }

        return volumes;
    }

    private static List<KeyValuePair<int, int>> ReadPorts(ReadContext context, LocatedNode? node)
    {
        var ports = new List<KeyValuePair<int, int>>();
        foreach (var member in MembersOf(context, node, "an object of ports of the machine and of the container"))
        {
            if (!int.TryParse(member.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                || port is < 1 or > PortMax)
            {
                context.AddAtName(
                    member, $"`{member.Name}` is no port of the machine: a whole number from 1 to {PortMax}.");
            }
            else if (ScalarReader.Whole(context, member, 1, PortMax) is { } target)
            {
                ports.Add(KeyValuePair.Create(port, target));
            }
        }

        return ports;
    }

    private static IReadOnlyList<LocatedNode> MembersOf(ReadContext context, LocatedNode? node, string expected)
    {
        if (node is { Kind: not NodeKind.Object })
        {
            context.AddWrongKind(node, expected);
            return [];
        }

        return node?.Children ?? [];
    }
}

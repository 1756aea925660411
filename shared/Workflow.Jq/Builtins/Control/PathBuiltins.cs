using Workflow.Jq.Evaluation;
using Workflow.Jq.Evaluation.Nodes;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins.Control;

internal static class PathBuiltins
{
    public static void Register(Catalogue catalogue) => catalogue
        .Add("path", 1, arguments => new PathNode(arguments[0]))
        .Add("getpath", 1, arguments => new GetPathNode(arguments[0]))
        .Add("setpath", 2, (machine, input, arguments) =>
            PathUpdate.Set(machine, input, arguments[0], arguments[1]))
        .Add("delpaths", 1, (machine, input, arguments) => PathUpdate.Delete(machine, input, arguments[0]))
        .Add("del", 1, arguments => new DeleteNode(arguments[0]));

    /// <summary><c>path(body)</c></summary>
    private sealed class PathNode(Node body) : Node
    {
        protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
            body.Each(machine, env, new Trail(input), input, (way, value) =>
            {
                var path = way!.ToPath(value);
                machine.Charge(path.Count);
                return sink(trail, path);
            });
    }

    /// <summary><c>del(paths)</c></summary>
    private sealed class DeleteNode(Node paths) : SingleNode
    {
        protected override JqValue Single(Machine machine, Env? env, JqValue input) =>
            PathUpdate.Delete(machine, input, PathUpdate.Collect(machine, env, paths, input));
    }

    /// <summary><c>getpath(path)</c>, which is a path expression itself.</summary>
    private sealed class GetPathNode(Node path) : Node
    {
        public override bool IsSingle { get; } = path.IsSingle;

        protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
            path.Values(machine, env, input, keys =>
            {
                machine.Charge(keys.Count);
                var value = PathEdit.Get(input, keys);
                return sink(trail is null ? null : Extend(trail, input, keys), value);
            });

        protected override JqValue Single(Machine machine, Env? env, JqValue input)
        {
            var keys = path.One(machine, env, input);
            machine.Charge(keys.Count);
            return PathEdit.Get(input, keys);
        }

        private static Trail Extend(Trail trail, JqValue value, JqValue keys)
        {
            trail.Check(value, keys);
            foreach (var key in keys.Span)
            {
                value = value.IsNull ? value : Element.Get(value, key);
                trail = trail.Enter(key, value);
            }

            return trail;
        }
    }
}

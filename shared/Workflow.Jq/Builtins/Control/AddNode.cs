using System.Text;
using Workflow.Jq.Evaluation;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins.Control;

/// <summary><c>add(source)</c>: texts and objects are gathered, so that adding many takes linear time.</summary>
internal sealed class AddNode(Node source) : SingleNode
{
    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        var sum = JqValue.Null;
        StringBuilder? text = null;
        MemberList? members = null;
        long size = 0;
        source.Values(machine, env, input, value =>
        {
            if (value.Kind == JqKind.String && (text is not null || sum.Kind == JqKind.String))
            {
                text ??= new StringBuilder(sum.Chars);
                machine.Charge(value.Size >> 2);
                machine.AdmitSize(text.Length + value.Size);
                text.Append(value.Chars);
            }
            else if (value.Kind == JqKind.Object && (members is not null || sum.Kind == JqKind.Object))
            {
                members ??= Gather(machine, new MemberList(), sum);
                machine.AdmitSize(size += value.Size);
                Gather(machine, members, value);
            }
            else if (!value.IsNull)
            {
                sum = machine.Admit(Arithmetic.Add(machine, Sum(sum, text, ref members), value));
                text = null;
            }

            return Flow.Next;
        });
        return machine.Admit(Sum(sum, text, ref members));
    }

    private static JqValue Sum(JqValue sum, StringBuilder? text, ref MemberList? members)
    {
        var result = text is not null ? JqValue.Sound(text.ToString()) : members?.ToValue() ?? sum;
        members = null;
        return result;
    }

    private static MemberList Gather(Machine machine, MemberList members, JqValue value)
    {
        machine.Charge(value.Count);
        for (var i = 0; i < value.Count; i++)
        {
            members.Set(value.Object_.Keys[i], value.Object_.Values[i]);
        }

        return members;
    }
}

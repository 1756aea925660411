using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Workflow.Bridge.Options;

/// <summary>Reads <see cref="BridgeOptions"/> from environment variables.</summary>
public static class BridgeEnvironment
{
    private static readonly PropertyInfo[] Settable =
        [.. typeof(BridgeOptions).GetProperties().Where(property => property.IsDefined(typeof(VariableAttribute)))];

    /// <summary>Options from variables; an unset or empty one keeps its default.</summary>
    /// <exception cref="BridgeOptionsException">A value cannot be read or must not be used.</exception>
    public static BridgeOptions Read(Func<string, string?> environment)
    {
        var options = new BridgeOptions();
        foreach (var property in Settable)
        {
            var variable = VariableOf(property);
            if (environment(variable) is { } text && !string.IsNullOrWhiteSpace(text))
            {
                property.SetValue(options, Parse(variable, text.Trim(), property.PropertyType));
            }
        }

        return Checked(options);
    }

    /// <summary>Checks options that were put together in code, and hands them back.</summary>
    /// <exception cref="BridgeOptionsException">The first rule that is broken.</exception>
    public static BridgeOptions Checked(BridgeOptions options)
    {
        foreach (var property in Settable)
        {
            var range = property.GetCustomAttribute<RangeAttribute>()!;
            range.ParseLimitsInInvariantCulture = true;
            var value = property.GetValue(options);
            if (!range.IsValid(value))
            {
                throw new BridgeOptionsException(
                    VariableOf(property), Text(value), $"is outside {range.Minimum} to {range.Maximum}.");
            }
        }

        return options.CallsPerAgentMax > options.CallsMax
            ? throw new BridgeOptionsException(
                VariableOf(typeof(BridgeOptions).GetProperty(nameof(options.CallsPerAgentMax))!),
                Text(options.CallsPerAgentMax),
                $"is more than all calls together ({options.CallsMax}), so one slow agent could take every place.")
            : options;
    }

    private static string VariableOf(PropertyInfo property) => property.GetCustomAttribute<VariableAttribute>()!.Name;

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);

    private static object Parse(string variable, string text, Type type)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new BridgeOptionsException(variable, text, "is not a whole number of zero or more.");
        }

        if (type != typeof(long) && number > int.MaxValue)
        {
            throw new BridgeOptionsException(variable, text, $"is more than {int.MaxValue}.");
        }

        return type == typeof(TimeSpan) ? TimeSpan.FromMilliseconds(number)
            : type == typeof(int) ? (object)(int)number
            : number;
    }
}

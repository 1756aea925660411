using Npgsql;
using Workflow.Database.Schema;
using Workflow.Definitions;
using Workflow.Execution;
using Workflow.Execution.Journal;
using Workflow.ExecutionConsumer.Lifecycle;
using Workflow.ExecutionConsumer.Schedules;
using Workflow.Hosting;
using Workflow.Kafka;
using Workflow.Model;
using Workflow.Registry;

namespace Workflow.ExecutionConsumer.Startup;

/// <summary>All settings of a consumer, read once and refused at the start if one of them must not be used.</summary>
internal sealed record ConsumerSettings(
    NpgsqlConnectionStringBuilder Database, KafkaOptions Kafka, ConsumerOptions Consumer, ExecutionOptions Execution,
    JournalOptions Journal, DefinitionLimits Definitions, ScheduleFiringOptions Firing,
    ToolSettings Tools, RegistryOptions Registry, LifecycleOptions Lifecycle)
{
    /// <summary>The API's option, which holds for what is published too.</summary>
    private const string RedactedPaths = "WORKFLOW_REDACT_PATHS";

    /// <summary>What a task message holds besides the agent's input.</summary>
    private const int TaskEnvelopeBytes = 8_192;

    /// <summary>The variables themselves, in which secrets are found.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; private init; } = new Dictionary<string, string?>();

    /// <summary>What nobody is to see of payloads.</summary>
    public RedactionRules Redaction { get; private init; } = RedactionRules.None;

    /// <exception cref="SettingException">A value cannot be read or must not be used.</exception>
    /// <exception cref="KafkaOptionsException">The same, for a setting of Kafka.</exception>
    public static ConsumerSettings Read(IReadOnlyDictionary<string, string?> environment)
    {
        var kafka = KafkaOptions.FromEnvironment(environment);
        var execution = OptionsReader.Read<ExecutionOptions>(environment, "WORKFLOW_EXECUTION");
        return new ConsumerSettings(
            ReadDatabase(environment.GetValueOrDefault("DATABASE_URL")),
            kafka,
            OptionsReader.Read<ConsumerOptions>(environment, "WORKFLOW_CONSUMER"),
            execution with
            {
                AgentInputBytesMax = Math.Min(execution.AgentInputBytesMax, kafka.BodyBytesMax - TaskEnvelopeBytes),
                ProofAgeMax = execution.ProofAgeMax < kafka.SessionTimeout
                    ? execution.ProofAgeMax
                    : kafka.SessionTimeout,
            },
            OptionsReader.Read<JournalOptions>(environment, "WORKFLOW_JOURNAL"),
            OptionsReader.Read<DefinitionLimits>(environment, "WORKFLOW_DEFINITION"),
            OptionsReader.Read<ScheduleFiringOptions>(environment, "WORKFLOW_FIRING"),
            ToolSettings.Read(environment, kafka.Profile == KafkaProfile.Local),
            RegistryOptions.Read(environment),
            OptionsReader.Read<LifecycleOptions>(environment, LifecycleOptions.Prefix))
        {
            Environment = environment,
            Redaction = ReadRedaction(environment.GetValueOrDefault(RedactedPaths) ?? ""),
        };
    }

    private static RedactionRules ReadRedaction(string paths)
    {
        try
        {
            return RedactionRules.Parse(paths);
        }
        catch (FormatException error)
        {
            throw new SettingException(RedactedPaths, paths, error.Message);
        }
    }

    private static NpgsqlConnectionStringBuilder ReadDatabase(string? url)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            throw new SettingException(
                "DATABASE_URL", null, "is needed: postgresql://user:password@host:5432/database.");
        }

        try
        {
            var database = DatabaseUrl.Parse(url);
            database.ApplicationName ??= "workflow-consumer";
            database.MaxAutoPrepare = 50;
            database.NoResetOnClose = true;
            database.CommandTimeout = 15;
            database.Options = "-c idle_in_transaction_session_timeout=2000 -c tcp_user_timeout=5000";
            return database;
        }
        catch (FormatException error)
        {
            throw new SettingException("DATABASE_URL", "…", error.Message);
        }
    }
}

using System.Globalization;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Selectors;
using static KubeSharp.Cli.Commands.CreateParts;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl create deployment, job, cronjob, namespace, quota, poddisruptionbudget, priorityclass.</summary>
internal static class CreateWorkloads
{
    /// <summary>create deployment</summary>
    public static Command Deployment { get; } = new("create deployment", "Create a deployment", "NAME --image=image -- [COMMAND] [args...]", DeploymentAsync) { Aliases = ["deploy"], Required = ["image"] };
    /// <summary>create job</summary>
    public static Command Job { get; } = new("create job", "Create a job", "NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]", JobAsync);
    /// <summary>create cronjob</summary>
    public static Command CronJob { get; } = new("create cronjob", "Create a cron job", "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]", CronJobAsync) { Aliases = ["cj"], Required = ["image", "schedule"] };
    /// <summary>create namespace</summary>
    public static Command Namespace { get; } = new("create namespace", "Create a namespace", "NAME [--dry-run=server|client|none]", c => CreateCommand.SubmitAsync(c, Object("v1", "Namespace", Name(c), null, ("spec", ObjectNode.Empty), ("status", ObjectNode.Empty)))) { Aliases = ["ns"] };
    /// <summary>create quota</summary>
    public static Command Quota { get; } = new("create quota", "Create a quota", "NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]", QuotaAsync) { Aliases = ["resourcequota"] };
    /// <summary>create poddisruptionbudget</summary>
    public static Command Budget { get; } = new("create poddisruptionbudget", "Create a pod disruption budget", "NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]", BudgetAsync) { Aliases = ["pdb"] };
    /// <summary>create priorityclass</summary>
    public static Command Priority { get; } = new("create priorityclass", "Create a priority class", "NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]", PriorityAsync) { Aliases = ["pc"] };

    private static Task<int> DeploymentAsync(CommandContext context)
    {
        var name = Name(context);
        var images = context.Flags.List("image");
        var command = context.DashAt >= 0 ? Command(context) : [];
        if (images.Count > 1 && command.Count > 0) { throw new CliException("cannot specify multiple --image options and command"); }
        var port = context.Flags.Int("port");
        var labels = ObjectNode.Of(("app", name));
        var containers = images.Select((image, i) => (Node)ObjectNode.Of(("name", ContainerName(image)), ("image", image), ("command", Texts(command)),
            ("ports", port > 0 && i == 0 ? ArrayNode.Of(ObjectNode.Of(("containerPort", port))) : null), ("resources", ObjectNode.Empty)));
        return CreateCommand.SubmitAsync(context, Object("apps/v1", "Deployment", name, labels,
            ("spec", ObjectNode.Of(("replicas", context.Flags.IsSet("replicas") ? context.Flags.Int("replicas") : 1), ("selector", ObjectNode.Of(("matchLabels", labels))),
                ("template", ObjectNode.Of(("metadata", ObjectNode.Of(("labels", labels))), ("spec", ObjectNode.Of(("containers", new ArrayNode([.. containers])))))), ("strategy", ObjectNode.Empty))),
            ("status", ObjectNode.Empty)));
    }

    private const int SuffixLength = 5;

    // Compat: what was changed gets an ending, so that no two are called alike; capitals are left to the server to refuse.
    private static string ContainerName(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        name = name.Split(':')[0].Split('@')[0];
        return name.AsSpan().ContainsAny('_', '.') ? $"{name.Replace('_', '-').Replace('.', '-')}-{Random.Shared.GetString("bcdfghjklmnpqrstvwxz2456789", SuffixLength)}" : name;
    }

    private const int SourceDiscoveries = 4;

    private static async Task<int> JobAsync(CommandContext context)
    {
        var (image, from) = (context.Flags.Text("image"), context.Flags.Text("from"));
        var name = Name(context);
        if ((image.Length == 0) == (from.Length == 0)) { throw new CliException("either --image or --from must be specified"); }
        var command = context.DashAt >= 0 ? Command(context) : [];
        if (from.Length == 0) { return await CreateCommand.SubmitAsync(context, Object("batch/v1", "Job", name, null, ("spec", JobSpec(name, image, command, "Never")), ("status", ObjectNode.Empty))); }
        if (command.Count > 0) { throw new CliException("cannot specify --from and command"); }
        var pair = from.Split('/', 2);
        var source = await CliException.AfterAsync(SourceDiscoveries, async () => await (await context.MapperAsync()).FindAsync(pair[0], context.Cancellation));
        if (pair.Length != 2) { throw new CliException("resource(s) were provided, but no name was specified"); }
        if (source is { Kind: not "CronJob" } other) { throw new CliException($"unknown object type *{other.Version}.{other.Kind}"); }
        var cron = await (await context.ServerAsync()).GetAsync($"/apis/batch/v1/namespaces/{await context.NamespaceAsync()}/cronjobs/{pair[1]}", context.Cancellation);
        var annotations = (cron.At("spec", "jobTemplate", "metadata", "annotations") as ObjectNode ?? ObjectNode.Empty).Set("cronjob.kubernetes.io/instantiate", "manual");
        var owner = ObjectNode.Of(("apiVersion", "batch/v1"), ("kind", "CronJob"), ("name", pair[1]), ("uid", cron.At("metadata", "uid")), ("controller", true));
        return await CreateCommand.SubmitAsync(context, ObjectNode.Of(("kind", "Job"), ("apiVersion", "batch/v1"),
            ("metadata", ObjectNode.Of(("name", name), ("labels", cron.At("spec", "jobTemplate", "metadata", "labels")), ("annotations", annotations), ("ownerReferences", ArrayNode.Of(owner)))),
            ("spec", cron.At("spec", "jobTemplate", "spec")), ("status", ObjectNode.Empty)));
    }

    private static ObjectNode JobSpec(string name, string image, IReadOnlyList<string> command, string restart) => ObjectNode.Of(("template", ObjectNode.Of(("metadata", ObjectNode.Empty), ("spec", ObjectNode.Of(
        ("containers", ArrayNode.Of(ObjectNode.Of(("name", name), ("image", image), ("command", Texts(command)), ("resources", ObjectNode.Empty)))), ("restartPolicy", restart))))));

    private static Task<int> CronJobAsync(CommandContext context)
    {
        var name = Name(context);
        var restart = context.Flags.Text("restart") is { Length: > 0 } given ? given : "OnFailure";
        return CreateCommand.SubmitAsync(context, Object("batch/v1", "CronJob", name, null, ("spec", ObjectNode.Of(("schedule", context.Flags.Text("schedule")),
            ("jobTemplate", ObjectNode.Of(("metadata", ObjectNode.Of(("name", name.Length > 0 ? name : null))), ("spec", JobSpec(name, context.Flags.Text("image"), context.DashAt >= 0 ? Command(context) : [], restart)))))), ("status", ObjectNode.Empty)));
    }

    private static Task<int> QuotaAsync(CommandContext context)
    {
        var name = Name(context);
        if (context.Flags.Text("hard").Split(',', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(static p => p.Count(static c => c == '=') != 1) is { } bad) { throw new CliException($"Invalid argument syntax {bad}, expected <resource>=<value>"); }
        var hard = Pairs(context.Flags.Text("hard"));
        if (hard.Any(static h => h.Value is not StringNode amount || !Quantity.TryParse(amount.Value, out _))) { throw new CliException(SetCommand.QuantityRule); }
        var scopes = context.Flags.Text("scopes").Split(',', StringSplitOptions.RemoveEmptyEntries);
        return CreateCommand.SubmitAsync(context, Object("v1", "ResourceQuota", name, null,
            ("spec", ObjectNode.Of(("hard", hard.Count > 0 ? hard : null), ("scopes", Texts(scopes)))), ("status", ObjectNode.Empty)));
    }

    private static Task<int> BudgetAsync(CommandContext context)
    {
        var name = Name(context);
        var (least, most, selector) = (context.Flags.Text("min-available"), context.Flags.Text("max-unavailable"), context.Flags.Text("selector"));
        if (selector.Length == 0) { throw new CliException("a selector must be specified"); }
        if (least.Length > 0 && most.Length > 0) { throw new CliException("min-available and max-unavailable cannot be both specified"); }
        if (least.Length + most.Length == 0) { throw new CliException("one of min-available or max-unavailable must be specified"); }
        if (!IsAmount(least)) { throw new CliException("invalid format specified for min-available"); }
        if (!IsAmount(most)) { throw new CliException("invalid format specified for max-unavailable"); }
        return CreateCommand.SubmitAsync(context, Object("policy/v1", "PodDisruptionBudget", name, null,
            ("spec", ObjectNode.Of(("minAvailable", Amount(least)), ("selector", SelectorOf(selector)), ("maxUnavailable", Amount(most)))),
            ("status", ObjectNode.Of(("disruptionsAllowed", 0), ("currentHealthy", 0), ("desiredHealthy", 0), ("expectedPods", 0)))));
    }

    private static ObjectNode SelectorOf(string text)
    {
        try { return LabelSelector.Parse(text).ToNode(); }
        catch (FormatException e) { throw new CliException(e.Message); }
    }

    private static bool IsAmount(string text) => text.Length == 0 || text.TrimEnd('%') is { Length: > 0 } digits && text.Length - digits.Length <= 1 && digits.All(char.IsAsciiDigit);

    private static Node? Amount(string text) => text.Length == 0 ? null : int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : text;

    private static Task<int> PriorityAsync(CommandContext context)
    {
        var flags = context.Flags;
        return CreateCommand.SubmitAsync(context, Object("scheduling.k8s.io/v1", "PriorityClass", Name(context), null, ("value", flags.Int("value")), ("globalDefault", flags.Bool("global-default") ? true : null),
            ("description", flags.Text("description") is { Length: > 0 } words ? words : null), ("preemptionPolicy", flags.Text("preemption-policy"))));
    }
}

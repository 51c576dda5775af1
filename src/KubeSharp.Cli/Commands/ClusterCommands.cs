using System.Text;
using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl cluster-info, top, certificate, plugin.</summary>
internal static class ClusterCommands
{
    private const int InfoDiscoveries = 5;
    private const string MoreToSee = "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.";
    /// <summary>cluster-info and its subcommand</summary>
    public static IReadOnlyList<Command> Info { get; } =
    [
        new("cluster-info", "Show where the cluster's services are", "[flags]", InfoAsync),
        new("cluster-info dump", "Print what helps to find out what is wrong", "[flags]", DumpAsync),
    ];


    /// <summary>alpha: this version has none</summary>
    public static Command Alpha { get; } = new("alpha", "Commands that are being tried out", "", static async context =>
    {
        await context.Error.WriteLineAsync("No alpha commands are available in this version of kubectl");
        return 0;
    });

    /// <summary>certificate and its subcommands</summary>
    public static IReadOnlyList<Command> Certificate { get; } =
    [
        new("certificate", "Decide on certificate requests", "SUBCOMMAND", null),
        new("certificate approve", "Approve a request", "(-f FILENAME | NAME)", c => DecideAsync(c, "Approved", "KubectlApprove", "approved")),
        new("certificate deny", "Deny a request", "(-f FILENAME | NAME)", c => DecideAsync(c, "Denied", "KubectlDeny", "denied")),
    ];

    /// <summary>plugin and its subcommand</summary>
    public static IReadOnlyList<Command> Plugin { get; } = [new("plugin", "Look at plug-ins", "[flags]", null), new("plugin list", "List the plug-ins in PATH", "[flags]", PluginsAsync)];

    private static async Task<int> InfoAsync(CommandContext context)
    {
        var server = await context.ServerAsync();
        var (green, yellow, plain) = context.Terminal.IsOutTerminal ? ("\u001b[32m", "\u001b[33m", "\u001b[0m") : ("", "", "");
        var address = server.Address.ToString().TrimEnd('/');
        var ns = context.Flags.IsSet("namespace") ? context.Flags.Text("namespace") : "kube-system";
        Node services;
        try
        {
            _ = await (await context.MapperAsync()).AllAsync(context.Cancellation);
            services = await server.GetAsync($"/api/v1/namespaces/{ns}/services?labelSelector=kubernetes.io%2Fcluster-service%3Dtrue", context.Cancellation);
        }
        catch (Exception e) when (e is CliException or StatusException)
        {
            context.Out.WriteLine(MoreToSee);
            if (e is CliException { Unreached.Length: > 0 } unreached) { throw unreached.After(unreached.Discoveries * InfoDiscoveries); }
            throw;
        }
        context.Out.WriteLine($"{green}Kubernetes control plane{plain} is running at {yellow}{address}{plain}");
        foreach (var service in services.Items("items"))
        {
            var name = service.Text("metadata", "name");
            var port = service.Items("spec", "ports").FirstOrDefault();
            var target = port.TextOr(port.Text("port"), "name");
            var label = service.TextOr(name, "metadata", "labels", "kubernetes.io/name");
            context.Out.WriteLine($"{green}{label}{plain} is running at {yellow}{address}/api/v1/namespaces/{ns}/services/{name}:{target}/proxy{plain}");
        }
        context.Out.WriteLine(MoreToSee);
        return 0;
    }

    private static async Task<int> DumpAsync(CommandContext context)
    {
        var flags = context.Flags;
        var server = await context.ServerAsync();
        var printer = ObjectPrinter.Of(flags, isSorted: false) ?? throw new CliException("an output format is needed");
        var folder = flags.Text("output-directory");
        var ending = flags.Text("output") is ("json" or "yaml") and var known ? known : "txt";
        async Task WriteAsync(string file, Action<TextWriter> write)
        {
            if (folder is "" or "-") { write(context.Out); return; }
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var to = new StreamWriter(path);
            write(to);
        }
        var nodes = Typed(await server.GetAsync("/api/v1/nodes", context.Cancellation));
        await WriteAsync($"nodes.{ending}", to => printer.Print(nodes, to));
        var spaces = flags.Bool("all-namespaces") ? (await server.GetAsync("/api/v1/namespaces", context.Cancellation)).Items("items").Select(static n => n.Text("metadata", "name")).ToArray()
            : flags.List("namespaces") is { Count: > 0 } given ? [.. given] : ["kube-system", await context.NamespaceAsync()];
        foreach (var ns in spaces)
        {
            foreach (var path in new[] { "api/v1/events", "api/v1/replicationcontrollers", "api/v1/services", "apis/apps/v1/daemonsets", "apis/apps/v1/deployments", "apis/apps/v1/replicasets", "api/v1/pods" })
            {
                var at = path.LastIndexOf('/');
                var list = Typed(await server.GetAsync($"/{path[..at]}/namespaces/{ns}/{path[(at + 1)..]}", context.Cancellation));
                await WriteAsync($"{ns}/{path[(at + 1)..].Replace("nc", "n-c", StringComparison.Ordinal)}.{ending}", to => printer.Print(list, to));
                if (!path.EndsWith("/pods", StringComparison.Ordinal)) { continue; }
                foreach (var pod in list.Items("items")) { await LogsAsync(context, ns, pod, WriteAsync); }
            }
        }
        if (folder is not ("" or "-")) { context.Out.WriteLine($"Cluster info dumped to {folder}"); }
        return 0;
    }

    // Compat: as lists of types are: of items nothing says what they are, and where there are none there is no list.
    private static ObjectNode Typed(Node list)
    {
        var (version, kind) = (list.Text("apiVersion"), list.Text("kind")[..^"List".Length]);
        var items = list.Items("items").OfType<ObjectNode>().Select(i => (Node)TypedForm.Of(i.Remove("kind").Remove("apiVersion"), new ResourceType(version.Contains('/', StringComparison.Ordinal) ? version.Split('/')[0] : "", version.Split('/')[^1], "", kind, true))).ToArray();
        return ObjectNode.Of(("kind", list.At("kind")), ("apiVersion", list.At("apiVersion")), ("metadata", list.At("metadata")), ("items", items.Length > 0 ? new ArrayNode([.. items]) : NullNode.Instance));
    }

    private static async Task LogsAsync(CommandContext context, string ns, Node pod, Func<string, Action<TextWriter>, Task> write)
    {
        var (name, all) = (pod.Text("metadata", "name"), new StringBuilder());
        foreach (var container in pod.Items("spec", "initContainers").Concat(pod.Items("spec", "containers")).Select(static c => c.Text("name")))
        {
            var path = $"/api/v1/namespaces/{ns}/pods/{name}/log?container={container}";
            all.Append($"==== START logs for container {container} of pod {ns}/{name} ====\n");
            try { all.Append(Encoding.UTF8.GetString(await (await context.ServerAsync()).CallBytesAsync(HttpMethod.Get, path, null, "", context.Cancellation, "*/*"))); }
            // Compat: the code is told of, not what the server says.
            catch (StatusException e) { all.Append($"Request log error: {Answer.Refusal([], new("application/json"), e.Status.Code, HttpMethod.Get, path).Message}\n"); }
            all.Append($"==== END logs for container {container} of pod {ns}/{name} ====\n");
        }
        await write($"{ns}/{name}/logs.txt", to => to.Write(all));
    }

    private static async Task<int> DecideAsync(CommandContext context, string type, string reason, string done)
    {
        var names = context.Arguments;
        context.Printer();
        if (names.Count == 0 && context.Flags.List("filename").Count == 0 && context.Flags.Text("kustomize").Length == 0) { throw new CliException("one or more CSRs must be specified as <name> or -f <filename>"); }
        var reader = await context.ReaderAsync();
        // Compat: what stands in a namespace is known by what it says itself only.
        var selection = await context.SelectionAsync(Resources.Selection.Pairs("certificatesigningrequests", names.Where(static n => n.Length > 0))) with { Namespace = "", EnforcesNamespace = false };
        if (selection.HasFiles)
        {
            selection.CheckFiles();
            if (names.Count > 0) { throw new CliException("resource/name arguments cannot be provided when a path is specified"); }
        }
        var items = selection.HasFiles ? await reader.FromFilesAsync(selection, context.Cancellation)
            : selection.Words.Count > 0 ? await reader.NamedAsync(selection, context.Cancellation) : [];
        if (!selection.HasFiles && items.Any(static i => i.Type.IsNamespaced)) { throw new CliException("namespace may not be empty when retrieving a resource by name"); }
        foreach (var item in items) { await reader.VisitAsync(item, i => DecideOneAsync(context, i, type, reason, done)); }
        foreach (var _ in names.Where(static n => n.Length == 0)) { reader.Failures.Add(new CliException("resource name may not be empty")); }
        reader.ThrowFailures();
        if (items.Count == 0) { context.Out.WriteLine("No resources found"); }
        return 0;
    }

    private static async Task DecideOneAsync(CommandContext context, ResourceItem item, string type, string reason, string done)
    {
        if (item.Type.IsNamespaced && item.Namespace.Length == 0) { throw new CliException($"no namespace set on resource {item.Type.Group}/{item.Type.Version}, Resource={item.Type.Plural} \"{item.Name}\""); }
        var server = await context.ServerAsync();
        var found = (ObjectNode)await server.GetAsync(item.Path, context.Cancellation, isOfAnyKind: true);
        if ((item.Type.Group, item.Type.Kind) is not ("certificates.k8s.io", "CertificateSigningRequest")) { throw new CliException($"can only handle CertificateSigningRequest.certificates.k8s.io objects, got {item.Type.Kind}{(item.Type.Group.Length > 0 ? "." : "")}{item.Type.Group}"); }
        var conditions = found.Items("status", "conditions").ToArray();
        var opposite = type == "Approved" ? "Denied" : "Approved";
        if (conditions.Any(c => c.Text("type") == opposite)) { throw new CliException($"certificate signing request \"{item.Name}\" is already {opposite}"); }
        var isDecided = conditions.Any(c => c.Text("type") == type);
        if (!isDecided || context.Flags.Bool("force"))
        {
            var condition = ObjectNode.Of(("type", type), ("status", "True"), ("reason", reason), ("message", $"This CSR was {done} by kubectl certificate {(type == "Approved" ? "approve" : "deny")}."), ("lastUpdateTime", context.Now.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)));
            var body = isDecided ? found : (ObjectNode)found.With(["status", "conditions"], new ArrayNode([.. conditions, condition]));
            await server.CallAsync(HttpMethod.Put, item.Path + "/approval", body.ToUtf8(), "application/json", context.Cancellation);
        }
        // Compat: the request is shown as it was before.
        context.Report(found, done);
    }

    private static Task<int> PluginsAsync(CommandContext context)
    {
        var found = Plugins.All(context.Terminal).ToArray();
        foreach (var folder in Plugins.Unreadable(context.Terminal)) { context.Error.WriteLine($"Unable to read directory \"{folder}\" from your PATH: open {folder}: no such file or directory. Skipping..."); }
        if (found.Length == 0) { throw new CliException("unable to find any kubectl plugins in your PATH"); }
        context.Out.WriteLine("The following compatible plugins are available:\n");
        var warnings = 0;
        for (var i = 0; i < found.Length; i++)
        {
            context.Out.WriteLine(context.Flags.Bool("name-only") ? Path.GetFileName(found[i]) : found[i]);
            foreach (var warning in Plugins.Warnings(found[i], found[..i]))
            {
                warnings++;
                context.Out.Flush();
                context.Error.WriteLine($"  - warning: {warning}");
            }
        }
        return warnings == 0 ? Task.FromResult(0) : throw new CliException(warnings == 1 ? "one plugin warning was found" : $"{warnings} plugin warnings were found");
    }
}

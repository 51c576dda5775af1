using System.CommandLine;
using System.Net;
using KubeSharp.Bootstrap.Join;
using KubeSharp.Bootstrap.Local;
using KubeSharp.Cri.Detection;
using KubeSharp.Hosting.Logging;
using KubeSharp.Hosting.Processes;
using KubeSharp.Kubelet;
using KubeSharp.Kubelet.Configuration;
using KubeSharp.Kubelet.Images.Providers;
using KubeSharp.Pki.Tokens;

namespace KubeSharp.Server;

/// <summary>kubesharp agent: this machine becomes a node of a cluster.</summary>
internal static class AgentCommand
{
    private static readonly Option<string> _server = new("--server") { Description = "the API server, https://host:port", Required = true };
    private static readonly Option<string?> _token = new("--token") { Description = "bootstrap token of the cluster; needed the first time only" };
    private static readonly Option<string[]> _hashes = new("--ca-hash") { Description = "sha256:HEX of the public key of the cluster's authority" };
    private static readonly Option<string> _name = new("--node-name") { Description = "name of the node; default: the host's", DefaultValueFactory = static _ => Environment.MachineName.ToLowerInvariant() };
    private static readonly Option<string?> _address = new("--node-ip") { Description = "address of the node; default: that of the default route" };
    private static readonly Option<string> _folder = new("--folder") { Description = "folder of all it keeps", DefaultValueFactory = static _ => "/var/lib/kubesharp/agent" };
    private static readonly Option<string> _runtime = new(RuntimeDetection.Flag, RuntimeDetection.KubeletFlag) { Description = "what runs its containers: own, a containerd of its own; docker, containerd, cri-o or a socket, one of the machine's; or auto, the one that is found", DefaultValueFactory = static _ => FirstRuntime.Own };
    private static readonly Option<string> _cgroup = new("--cgroup") { Description = "cgroup of the pods", DefaultValueFactory = static _ => "/kubesharp" };
    private static readonly Option<string> _resolvConf = new("--resolv-conf") { Description = "nameservers given to pods", DefaultValueFactory = static _ => "/etc/resolv.conf" };
    private static readonly Option<string> _cpus = new("--cpu-manager-policy") { Description = "static: guaranteed pods that ask for whole CPUs get them for their own; none: all share all", DefaultValueFactory = static _ => "none" };
    private static readonly Option<string> _reserved = new("--reserved-cpus") { Description = "CPUs that no pod gets for its own, as 0-1,4", DefaultValueFactory = static _ => "0" };
    private static readonly Option<string> _config = new("--config") { Description = "file of the agent's KubeletConfiguration", DefaultValueFactory = static _ => "" };
    private static readonly Option<string> _configFolder = new("--config-dir") { Description = "folder of files *.conf that are laid over it, in the order of their names", DefaultValueFactory = static _ => "" };
    private static readonly Option<string> _providers = new("--image-credential-provider-config") { Description = "file or folder that says which programs give logins to registries", DefaultValueFactory = static _ => "" };
    private static readonly Option<string> _programs = new("--image-credential-provider-bin-dir") { Description = "folder of these programs", DefaultValueFactory = static _ => "" };
    private static readonly Option<bool> _endsPods = new("--shutdown-on-sigterm") { Description = "the end of this program is the end of the node: pods are ended first, within the shutdownGracePeriod of the configuration" };
    private static readonly Option<string> _localCluster = new("--local-cluster") { Description = "folder of the local cluster whose nodes share this machine", DefaultValueFactory = static _ => "", Hidden = true };
    private static readonly Option<bool> _detach = new("--detach") { Description = "run on without the terminal; tell progress on the standard output" };
    private static readonly Option<int> _verbosity = new("-v") { Description = "verbosity of the log" };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("agent", "Make this machine a node of a cluster") { _server, _token, _hashes, _name, _address, _folder, _runtime, _cgroup, _resolvConf, _cpus, _reserved, _config, _configFolder, _providers, _programs, _endsPods, _localCluster, _detach, _verbosity };
        command.SetAction(parsed => RunAsync(Read(parsed), parsed.GetValue(_detach), new KlogOptions { Verbosity = parsed.GetValue(_verbosity) }));
        return command;
    }

    private static AgentOptions Read(ParseResult parsed)
    {
        if (!Uri.TryCreate(parsed.GetValue(_server), UriKind.Absolute, out var server) || server.Scheme != "https") { throw new LocalClusterException($"--server {parsed.GetValue(_server)}: give https://host:port"); }
        BootstrapToken? token = null;
        if (parsed.GetValue(_token) is { } text && !BootstrapToken.TryParse(text, out token)) { throw new LocalClusterException("--token: a bootstrap token has the form abcdef.0123456789abcdef"); }
        IPAddress? address = null;
        if (parsed.GetValue(_address) is { } given && !IPAddress.TryParse(given, out address)) { throw new LocalClusterException($"--node-ip {given} is no address"); }
        if (parsed.GetValue(_cpus) is not ("none" or "static")) { throw new LocalClusterException($"--cpu-manager-policy {parsed.GetValue(_cpus)}: none or static"); }
        if (!Environment.IsPrivilegedProcess) { throw new LocalClusterException("not root: containers need it; run the same command with sudo"); }
        var configuration = Configuration(parsed.GetValue(_config)!, parsed.GetValue(_configFolder)!);
        var providers = Checked(() => ProviderConfiguration.Load(parsed.GetValue(_providers)!, parsed.GetValue(_programs)!));
        return new AgentOptions
        {
            Configuration = configuration,
            CredentialProviders = providers,
            EndsPods = parsed.GetValue(_endsPods),
            Server = server,
            Join = token is null ? null : new JoinTarget(server, token, [.. parsed.GetValue(_hashes) ?? []]),
            NodeName = parsed.GetValue(_name)!,
            Address = address ?? HostAddress.Find(),
            Folder = Path.GetFullPath(parsed.GetValue(_folder)!),
            Runtime = RuntimeOf(parsed.GetValue(_runtime)!),
            Cgroup = parsed.GetValue(_cgroup)!,
            ResolvConf = parsed.GetValue(_resolvConf)!,
            HasStaticCpus = parsed.GetValue(_cpus) == "static",
            ReservedCpus = parsed.GetValue(_reserved)!,
            LocalCluster = parsed.GetValue(_localCluster)!,
        };
    }

    private static RuntimeEndpoint? RuntimeOf(string chosen)
    {
        if (chosen is FirstRuntime.Own or "") { return null; }
        var choice = chosen == FirstRuntime.Auto ? RuntimeDetection.Detect() : RuntimeDetection.Parse(chosen);
        return choice.Endpoint ?? throw new LocalClusterException(choice.Problem!);
    }

    internal static KubeletConfiguration Configuration(string file, string folder) => Checked(() =>
    {
        var configuration = KubeletConfiguration.Load(file, folder);
        // What it may not say is told before anything begins.
        ConfiguredOptions.With(new NodeAgentOptions { NodeName = "", Addresses = [] }, configuration);
        HostChecks.Check(configuration, failsOnSwap: false);
        foreach (var field in configuration.GivenInVain) { Console.Error.WriteLine($"Warning: {field} of the configuration changes nothing here"); }
        return configuration;
    });

    private static T Checked<T>(Func<T> read)
    {
        try { return read(); }
        catch (ConfigurationException e) { throw new LocalClusterException(e.Message, e); }
    }

    private static async Task<int> RunAsync(AgentOptions options, bool detach, KlogOptions logging)
    {
        using var report = detach ? Detachment.Detach(options.Log) : StartReport.None;
        using var signals = new ShutdownSignals();
        using var held = ProcessLock.TryTake(options.Lock);
        if (held is null)
        {
            report.Fail($"the agent of {options.NodeName} runs already");
            return 1;
        }
        using var output = new StreamWriter(Console.OpenStandardError()) { AutoFlush = false };
        using var loggers = new KlogFactory(new KlogProvider(output, logging, TimeProvider.System));
        try
        {
            await new AgentProcessRoles(options, report, loggers, TimeProvider.System).RunAsync(signals.Token);
            return 0;
        }
        // The process' edge: whatever ended it, the starter must be told.
        catch (Exception e)
        {
            report.Fail(e.Message);
            await output.WriteLineAsync(e is JoinException ? $"kubesharp: {e.Message}" : e.ToString());
            return 1;
        }
    }
}

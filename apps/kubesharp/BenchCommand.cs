using System.CommandLine;
using KubeSharp.Bootstrap.Local;
using KubeSharp.Cli.Bench;
using KubeSharp.Client.Kubeconfig;
using KubeSharp.Client.Rest;

namespace KubeSharp;

/// <summary>kubesharp bench api: the same load on any Kubernetes API server.</summary>
internal static class BenchCommand
{
    /// <summary>The command.</summary>
    public static Command Create(TextWriter output, TimeProvider time)
    {
        var defaults = new BenchOptions();
        var kubeconfig = new Option<string>("--kubeconfig") { Description = "of the server; default that of kubectl" };
        var (objects, clients) = (Whole("--objects", defaults.Objects, "pods to make"), Whole("--clients", defaults.Clients, "clients at once"));
        var (watchers, events) = (Whole("--watchers", defaults.Watchers, "watchers of the fan-out"), Whole("--events", defaults.Events, "events sent to them"));
        var seconds = Whole("--seconds", defaults.SecondsMax, "most seconds a load lasts");
        var only = new Option<string>("--only") { Description = "loads to run, parted by commas; default all", DefaultValueFactory = static _ => "" };
        var gzip = new Option<bool>("--gzip") { Description = "take compressed answers, as client-go and kubectl do" };
        var api = new Command("api", "Creates, gets, lists, patches, applies and watches pods in a namespace of its own, and prints throughput and latencies") { kubeconfig, objects, clients, watchers, events, seconds, gzip, only };
        api.SetAction(async (parsed, cancellation) =>
        {
            var file = parsed.GetValue(kubeconfig) ?? KubectlContext.FileOf(Environment.GetEnvironmentVariable("KUBECONFIG"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
            var config = KubeconfigFile.Load(file).ToRestConfig() with { UserAgent = "kubesharp-bench" };
            var options = defaults with
            {
                Objects = parsed.GetValue(objects),
                Clients = parsed.GetValue(clients),
                Watchers = parsed.GetValue(watchers),
                Events = parsed.GetValue(events),
                SecondsMax = parsed.GetValue(seconds),
                AcceptsGzip = parsed.GetValue(gzip),
                Only = parsed.GetValue(only)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            };
            await new ApiBench(() => new ApiClient(config, time), options, output, time).RunAsync(cancellation);
        });
        return new Command("bench", "Measure a Kubernetes cluster") { api };
    }

    private static Option<int> Whole(string name, int fallback, string description)
    {
        var option = new Option<int>(name) { Description = $"{description}; default {fallback}", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 1) { result.AddError($"{name} must be at least 1"); } });
        return option;
    }
}

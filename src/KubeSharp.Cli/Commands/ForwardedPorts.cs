using System.Globalization;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>What the words of port-forward mean: [LOCAL:]REMOTE, by number or name, of a pod or of a service before it. Pure; messages are upstream's.</summary>
internal static class ForwardedPorts
{
    private const int PortMax = 65535;

    /// <summary>A local port and the pod's that it leads to.</summary>
    /// <param name="Local">The local port; zero: one that is free.</param>
    /// <param name="Remote">The pod's port.</param>
    public sealed record Pair(int Local, int Remote)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{{{Local} {Remote}}}";
    }

    /// <summary>The words with the pod's ports by number.</summary>
    /// <param name="words">What was given.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="service">The service whose ports are meant; null: the pod's are.</param>
    /// <exception cref="CliException">There is no such port, or it is one of UDP.</exception>
    public static IReadOnlyList<string> Resolved(IReadOnlyList<string> words, Node pod, Node? service)
    {
        foreach (var word in words) { RefuseUdp(Split(word).Remote, pod, service); }
        return [.. words.Select(w => service is null ? OfPod(w, pod) : OfService(w, pod, service))];
    }

    /// <summary>The pairs that resolved words mean.</summary>
    /// <exception cref="CliException">A port is none.</exception>
    public static IReadOnlyList<Pair> Of(IReadOnlyList<string> resolved) => [.. resolved.Select(static word =>
    {
        var parts = word.Split(':');
        var local = Number(parts.Length == 2 && parts[0].Length == 0 ? "0" : parts[0], "local");
        var remote = Number(parts[^1], "remote");
        return remote > 0 ? new Pair(local, remote) : throw new CliException("remote port must be > 0");
    })];

    private static (string Local, string Remote) Split(string word) => word.Split(':') is [var local, var remote] ? (local, remote) : (word.Split(':')[0], word.Split(':')[0]);

    private static string Joined(string local, string remote, string port) => local == remote ? port : $"{local}:{port}";

    private static string OfPod(string word, Node pod)
    {
        var (local, remote) = Split(word);
        if (remote.Length == 0) { throw new CliException("remote port cannot be empty"); }
        return Joined(local, remote, IsNumber(remote, out _) ? remote : $"{ContainerPort(pod, remote)}");
    }

    private static string OfService(string word, Node pod, Node service)
    {
        var (local, remote) = Split(word);
        if (!IsNumber(remote, out var number))
        {
            number = ServicePort(service, remote);
            if (local == remote) { local = $"{number}"; }
        }
        var port = service.Items("spec", "ports").FirstOrDefault(p => p.Number("port") == number) ?? throw new CliException($"Service {service.Text("metadata", "name")} does not have a service port {number}");
        var target = port.TextOr("0", "targetPort");
        var reached = service.Text("spec", "clusterIP") == "None" ? number : !long.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? ContainerPort(pod, target) : given == 0 ? number : given;
        return Joined(local, $"{reached}", $"{reached}");
    }

    private static void RefuseUdp(string remote, Node pod, Node? service)
    {
        if (!IsNumber(remote, out var number)) { number = service is null ? ContainerPort(pod, remote) : ServicePort(service, remote); }
        var ports = (service?.Items("spec", "ports") ?? pod.Items("spec", "containers").SelectMany(static c => c.Items("ports"))).Where(p => p.Number(service is null ? "containerPort" : "port") == number).Select(static p => p.TextOr("TCP", "protocol")).ToArray();
        if (ports.Contains("UDP") && !ports.Contains("TCP")) { throw new CliException($"UDP protocol is not supported for {remote}"); }
    }

    private static bool IsNumber(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static long ServicePort(Node service, string name) =>
        service.Items("spec", "ports").FirstOrDefault(p => p.Text("name") == name)?.Number("port") ?? throw new CliException($"Service '{service.Text("metadata", "name")}' does not have a named port '{name}'");

    private static long ContainerPort(Node pod, string name) => new[] { "containers", "initContainers" }.SelectMany(l => pod.Items("spec", l)).SelectMany(static c => c.Items("ports")).FirstOrDefault(p => p.Text("name") == name)?.Number("containerPort")
        ?? throw new CliException($"Pod '{pod.Text("metadata", "name")}' does not have a named port '{name}'");

    private static int Number(string text, string which)
    {
        if (text.Length > 0 && text.All(char.IsAsciiDigit) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= PortMax) { return (int)number; }
        throw new CliException($"error parsing {which} port '{text}': strconv.ParseUint: parsing \"{text}\": {(text.Length > 0 && text.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax")}");
    }
}

using System.Globalization;

namespace KubeSharp.Integration.Tests.Cluster;

/// <summary>Two nodes with a server of HTTP (8080) and UDP (8081) on each, which answer with their names, and a pod in each node's own network.</summary>
public sealed class NetworkFixture : TwoNodesFixture
{
    /// <summary>Where the pods are.</summary>
    public const string Ns = "net";

    /// <summary>Sends a datagram to ADDRESS PORT and prints what comes back.</summary>
    public const string Datagram = "my $s=IO::Socket::INET->new(PeerAddr=>$ARGV[0],PeerPort=>$ARGV[1],Proto=>q(udp)); $s->send(q(hi)); alarm 5; $s->recv(my $m,100); print $m";

    /// <summary>Answers datagrams at 8081 with its name.</summary>
    public const string UdpServer = "my $s=IO::Socket::INET->new(LocalPort=>8081,Proto=>q(udp)) or die; while(1){ $s->recv(my $m,100); $s->send($ENV{HOSTNAME}) }";

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await KubectlAsync("create", "namespace", Ns);
        await ApplyAsync(string.Concat(Pod("server-1", ClusterName), Pod("server-2", SecondNode), Pod("host-1", ClusterName), Pod("host-2", SecondNode)));
        await KubectlAsync("-n", Ns, "wait", "--for=condition=ready", "pod", "--all", "--timeout=180s");
    }

    // The distribution's perl and the libraries it names: busybox has no server of datagrams.
    /// <inheritdoc/>
    protected override async Task LoadImagesAsync()
    {
        await base.LoadImagesAsync();
        await RunAsync("/bin/sh", "-euc", """
            mkdir -p "$1/perl"
            cp --parents /usr/bin/perl $(ldd /usr/bin/perl | grep -o '/[^ ]*') "$1/perl"
            cp -r --parents /usr/lib/x86_64-linux-gnu/perl-base "$1/perl"
            printf 'FROM kubesharp.local/busybox:1\nCOPY . /\n' >"$1/perl/Dockerfile"
            "$2" image build -p "$3" -t kubesharp.local/perl:1 "$1/perl"
            """, "sh", Folder, Binary, ClusterName);
    }

    /// <summary>Applies a manifest in the namespace.</summary>
    public async Task ApplyAsync(string manifest)
    {
        var file = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():N}.yaml"));
        await File.WriteAllTextAsync(file, manifest);
        await KubectlAsync("-n", Ns, "apply", "-f", file);
    }

    /// <summary>What a shell in a pod prints.</summary>
    public async Task<string> ShellAsync(string pod, string script) => (await KubectlAsync("-n", Ns, "exec", pod, "-c", "http", "--", "sh", "-c", script)).Trim();

    /// <summary>The lines that so many requests from a pod are answered with.</summary>
    public async Task<string[]> AskAsync(string pod, string url, int times = 1) =>
        (await ShellAsync(pod, string.Create(CultureInfo.InvariantCulture, $"for i in $(seq {times}); do timeout 10 wget -q -O - {url}; done"))).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What comes back for a datagram from a pod.</summary>
    public async Task<string> DatagramAsync(string pod, string address, int port) =>
        (await KubectlAsync("-n", Ns, "exec", pod, "-c", "udp", "--", "/usr/bin/perl", "-MIO::Socket::INET", "-e", Datagram, address, port.ToString(CultureInfo.InvariantCulture))).Trim();

    /// <summary>A field of an object in the namespace.</summary>
    public async Task<string> FieldAsync(string kind, string name, string path) => (await KubectlAsync("-n", Ns, "get", kind, name, "-o", $"jsonpath={path}")).Trim();

    private static string Pod(string name, string node) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}, labels: {app: {{name.Split('-')[0]}}, name: {{name}}} }
        spec:
          nodeName: {{node}}
          hostNetwork: {{(name.StartsWith("host", StringComparison.Ordinal) ? "true" : "false")}}
          dnsPolicy: ClusterFirstWithHostNet
          terminationGracePeriodSeconds: 0
          containers:
          - {name: http, image: "kubesharp.local/busybox:1", command: [sh, -c, "mkdir -p /w/sub; hostname >/w/index.html; hostname >/w/sub/page; case $(hostname) in server-*) exec httpd -f -p 8080 -h /w;; esac; exec sleep 3600"]}
          - {name: udp, image: "kubesharp.local/perl:1", command: [/usr/bin/perl, -MIO::Socket::INET, -e, "{{(name.StartsWith("host", StringComparison.Ordinal) ? "sleep 3600" : UdpServer)}}"]}
        ---

        """;
}

using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>A cluster on which all pods of the manifests in the folder Node were started at once, in the namespace node.</summary>
public class NodeCluster : LocalClusterFixture
{
    public const string Namespace = "node", Image = "kubesharp.local/node:1";

    public static string Manifests { get; } = Path.Combine(Root, "tests/KubeSharp.Integration/Containers/Node");

    /// <summary>Its folder.</summary>
    public string Home => Path.Combine(Folder, "home", Place.Name);

    public new string Name => Place.Name;

    protected override (string Name, string Port) Place => ("itn", "7643");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await KubectlAsync("create", "namespace", Namespace);
        await KubectlAsync("create", "secret", "generic", "secret", "--from-literal=data-1=other");
        await PodAsync("apply", "-f", Path.Combine(Manifests, "objects.yaml"));
        await PodAsync(["apply", .. Files.SelectMany(f => new[] { "-f", Filled($"{f}.yaml") })]);
    }

    // What pods make on the machine is made in the cluster's folder, which goes away with it.
    private string Filled(string manifest)
    {
        var filled = Path.Combine(Folder, manifest);
        File.WriteAllText(filled, File.ReadAllText(Path.Combine(Manifests, manifest)).Replace("FOLDER", Folder, StringComparison.Ordinal));
        return filled;
    }

    // Into a file: a build for daily work leaves a pipe open to what it detaches.
    public override Task<string> StartAsync() =>
        RunAsync("/bin/sh", ["-c", "log=$1; shift; \"$0\" start \"$@\" > \"$log\" 2>&1 < /dev/null || { cat \"$log\"; exit 1; }", Binary, Path.Combine(Folder, "start.log"), "-p", Place.Name, "--port", Place.Port, .. StartFlags]);

    /// <summary>The manifests of its pods, what waits longest first.</summary>
    protected virtual string[] Files => ["lifecycle", "environment", "security", "volumes"];

    /// <summary>How else it is started: with what only those have who ask for it.</summary>
    protected virtual string[] StartFlags => ["--apiserver-arg", "runtime-config=certificates.k8s.io/v1beta1=true", "--kubelet-config", KubeletConfiguration()];

    /// <summary>Processes that a pod may have: few, for a pod that makes them without end takes as long as it may have many.</summary>
    public const int PodPidsMax = 1000;

    private string KubeletConfiguration()
    {
        var file = Path.Combine(Folder, "kubelet.yaml");
        File.WriteAllText(file, $"apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\npodPidsLimit: {PodPidsMax}\n");
        return file;
    }

    protected override async Task LoadImagesAsync()
    {
        Assert.True(File.Exists("/bin/busybox"), "busybox is missing: apt-get install busybox-static");
        var context = Directory.CreateDirectory(Path.Combine(Folder, "image")).FullName;
        await RunAsync("/bin/cp", "-r", Path.Combine(Root, "tests/KubeSharp.Integration/Containers/image/."), context);
        Directory.CreateDirectory(Path.Combine(context, "bin"));
        File.Copy("/bin/busybox", Path.Combine(context, "bin", "busybox"));
        foreach (var applet in (await RunAsync("/bin/busybox", "--list")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static a => a != "busybox"))
        {
            File.CreateSymbolicLink(Path.Combine(context, "bin", applet), "busybox");
        }
        await RunAsync(Binary, "image", "build", "-p", Place.Name, "-t", Image, context);
    }

    /// <summary>kubectl in the namespace of the pods.</summary>
    public Task<string> PodAsync(params string[] words) => KubectlAsync([.. new[] { "-n", Namespace }, .. words]);

    /// <summary>An object as it is now.</summary>
    public async Task<Node> GetAsync(string kind, string name) => Node.Parse(System.Text.Encoding.UTF8.GetBytes(await PodAsync("get", kind, name, "-o", "json")));
}

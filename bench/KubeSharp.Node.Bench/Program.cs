using System.Diagnostics;
using KubeSharp.Client.Kubeconfig;
using KubeSharp.Client.Rest;
using KubeSharp.Cri;
using KubeSharp.Machinery.Documents;
using KubeSharp.Node.Bench;

// How long a node takes from a pod's binding to its running, the image present, beside what its runtime takes for the same pod alone; one by one
// in turns, and some at once. Arguments: kubeconfig, node, socket of its runtime, image, cgroup for what runs alone, how many one by one, how many at once.
if (args is not [var kubeconfig, var node, var socket, var image, var cgroup, var oneByOne, var atOnce])
{
    Console.Error.WriteLine("usage: KUBECONFIG NODE SOCKET IMAGE CGROUP ONE-BY-ONE AT-ONCE");
    return 2;
}
using var client = new ApiClient(KubeconfigFile.Load(kubeconfig).ToRestConfig(), TimeProvider.System);
await using var runtime = new CriClient(socket);
using var alone = new RuntimeAlone(runtime, image, cgroup);
using var stop = new CancellationTokenSource();
var (watch, made, pods) = (new PodWatch(), new List<string>(), "/api/v1/namespaces/default/pods");
var watching = watch.RunAsync(client, "default", stop.Token);

Task CreateAsync(string name) => client.RequestAsync(HttpMethod.Post, pods, ObjectNode.Of(("metadata", ObjectNode.Of(("name", name))), ("spec", ObjectNode.Of(("nodeName", node), ("terminationGracePeriodSeconds", 0),
    ("containers", new ArrayNode([ObjectNode.Of(("name", "c"), ("image", image), ("command", new ArrayNode(["sleep", "600"])))]))))).ToUtf8(), "application/json", default);
Task DeleteAsync(string name) => client.RequestAsync(HttpMethod.Delete, $"{pods}/{name}", default, "", default);
static string Line(IEnumerable<double> all) => all.Order().ToArray() is var sorted ? $"p50 {sorted[sorted.Length / 2]:0} ms, p90 {sorted[sorted.Length * 9 / 10]:0} ms, least {sorted[0]:0} ms" : "";

var (whole, parts) = (new List<double>(), new List<(double Sandbox, double Create, double Start)>());
for (var i = 0; i <= int.Parse(oneByOne); i++)
{
    await CreateAsync($"one-{i}");
    var took = await watch.TookAsync($"one-{i}");
    await DeleteAsync($"one-{i}");
    var part = await alone.StartAsync($"alone-{i}", made);
    await alone.RemoveAsync(made);
    await Task.Delay(300);
    // The first of each warms everything up.
    if (i > 0) { whole.Add(took); parts.Add(part); }
}
Console.WriteLine($"bound to running, one by one: {Line(whole)}");
Console.WriteLine($"the runtime alone:            {Line(parts.Select(static p => p.Sandbox + p.Create + p.Start))} (sandbox {Line(parts.Select(static p => p.Sandbox))}; create {Line(parts.Select(static p => p.Create))}; start {Line(parts.Select(static p => p.Start))})");

var count = int.Parse(atOnce);
if (count > 0)
{
    var began = Stopwatch.GetTimestamp();
    await Task.WhenAll(Enumerable.Range(0, count).Select(i => CreateAsync($"all-{i}")));
    var times = await Task.WhenAll(Enumerable.Range(0, count).Select(i => watch.TookAsync($"all-{i}")));
    Console.WriteLine($"{count} at once: {count / Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} a second; {Line(times)}");
    await Task.WhenAll(Enumerable.Range(0, count).Select(i => DeleteAsync($"all-{i}")));
    while (((ArrayNode)(await client.RequestAsync(HttpMethod.Get, pods, default, "", default)).At("items")!).Count > 0) { await Task.Delay(500); }
    began = Stopwatch.GetTimestamp();
    await Task.WhenAll(Enumerable.Range(0, count).Select(i => alone.StartAsync($"alone-all-{i}", made)));
    Console.WriteLine($"the runtime alone: {count / Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} a second");
    await alone.RemoveAsync(made);
}
await stop.CancelAsync();
await watching;
return 0;

using System.Diagnostics;
using System.Globalization;
using KubeSharp.Machinery.Processes;

namespace KubeSharp.Network.Tests;

public sealed class ForwardGateTests : IDisposable
{
    private readonly Process _holder = Process.Start(new ProcessStartInfo("unshare", ["-n", "sleep", "60"]))!;

    [Fact]
    public async Task Pods_pass_a_machine_that_forwards_nothing()
    {
        var end = CancellationToken.None;
        var inside = new Command(["nsenter", "--net=" + string.Create(CultureInfo.InvariantCulture, $"/proc/{_holder.Id}/ns/net")]);
        // Until the holder is in its own namespace, the commands would run in this one.
        while (new FileInfo($"/proc/{_holder.Id}/ns/net").LinkTarget == new FileInfo("/proc/self/ns/net").LinkTarget) { await Task.Delay(5, end); }
        var gate = new ForwardGate(inside, "10.244.0.0/16", "test");

        await gate.OpenAsync(end);
        Assert.Equal(["-P FORWARD ACCEPT"], await ShownAsync());
        await inside.RunAsync("", end, "iptables", "-w", "-P", "FORWARD", "DROP");
        await gate.OpenAsync(end);
        await gate.OpenAsync(end);
        Assert.Equal(["-P FORWARD DROP", "-A FORWARD -d 10.244.0.0/16 -m comment --comment test -j ACCEPT", "-A FORWARD -s 10.244.0.0/16 -m comment --comment test -j ACCEPT"], await ShownAsync());
        await gate.RemoveAsync(end);
        Assert.Equal(["-P FORWARD DROP"], await ShownAsync());

        async Task<string[]> ShownAsync() => (await inside.RunAsync("", end, "iptables", "-w", "-S", "FORWARD")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose()
    {
        _holder.Kill();
        _holder.Dispose();
    }
}

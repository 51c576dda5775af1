using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KubeSharp.Storage.Etcd;

namespace KubeSharp.Integration.Tests.Etcd;

/// <summary>An etcd of a test's own on loopback, with its folder; both go with it.</summary>
internal sealed class EtcdServer : IDisposable
{
    private const string Installed = "/usr/local/lib/kubesharp/bin/etcd";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubesharp-etcd-");
    private readonly string _scheme;
    private readonly string[] _security;
    private readonly int _clients = FreePort.Take();
    private readonly int _peers = FreePort.Take();
    private Process _process;

    public EtcdServer(params string[] security)
    {
        (_scheme, _security) = (security.Length > 0 ? "https" : "http", security);
        _process = Start();
    }

    public Uri Endpoint => new($"{_scheme}://127.0.0.1:{_clients}");

    /// <summary>A store on it, once it answers.</summary>
    public async Task<EtcdStore> ConnectAsync(Func<EtcdStoreOptions, EtcdStoreOptions>? configure = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using (var socket = new TcpClient())
        {
            while (!socket.Connected)
            {
                Assert.False(_process.HasExited, $"etcd ended by itself ({_folder.FullName}/log)");
                try { await socket.ConnectAsync(IPAddress.Loopback, _clients, patience.Token); }
                catch (SocketException) { await Task.Delay(20, patience.Token); }
            }
        }
        var options = new EtcdStoreOptions { Endpoints = [Endpoint] };
        return new EtcdStore(configure?.Invoke(options) ?? options, TimeProvider.System);
    }

    /// <summary>Kills it and starts it again on the same data.</summary>
    public void Restart()
    {
        Kill();
        _process = Start();
    }

    public void Dispose()
    {
        Kill();
        _folder.Delete(recursive: true);
    }

    private Process Start()
    {
        Assert.True(File.Exists(Installed), $"{Installed} is missing: run eng/setup.sh --test");
        var (clients, peers) = ($"{_scheme}://127.0.0.1:{_clients}", $"http://127.0.0.1:{_peers}");
        string[] arguments =
        [
            "--name", "one", "--data-dir", Path.Combine(_folder.FullName, "data"), "--listen-client-urls", clients, "--advertise-client-urls", clients,
            "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers, "--initial-cluster", $"one={peers}",
            "--heartbeat-interval", "20", "--election-timeout", "200", "--unsafe-no-fsync", "--log-outputs", Path.Combine(_folder.FullName, "log"), .. _security,
        ];
        return Process.Start(new ProcessStartInfo(Installed, arguments))!;
    }

    private void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

# What `make run` needs, and Kefu set up in it: the first start downloads no packages. Data lies in the volume /data.
FROM python:3.11-bookworm
RUN useradd --create-home kefu && install -d -o kefu -g kefu /kefu /data
USER kefu
WORKDIR /kefu
COPY --chown=kefu:kefu . .
RUN scripts/python.sh core && scripts/web.sh
ENV KEFU_DATA=/data
VOLUME /data
CMD [".venv/bin/kefu", "run"]
